package dev.throughline.processor.emit.java;

import java.util.Locale;

/** Lines of Java, indented as they are opened and closed. */
final class SourceText {
  private final StringBuilder text = new StringBuilder();
  private int depth = 1;

  SourceText line(String format, Object... arguments) {
    return raw(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
  }

  private SourceText raw(String line) {
    int room = WIDTH - 2 * depth;
    if (line.length() > room && !line.startsWith("/") && !line.startsWith(" *")) {
      return wrapped(line, room);
    }
    if (!line.isEmpty()) {
      text.repeat("  ", depth).append(line);
    }
    text.append('\n');
    return this;
  }

  /** A long line, broken where its brackets are least deep, and there between arguments, or where what stands between binds least. */
  private SourceText wrapped(String line, int room) {
    int at = breakOf(line, room);
    if (at < 0) {
      return printed(line);
    }
    printed(line.substring(0, at));
    depth += 2;
    String rest = line.substring(at).stripLeading();
    for (int next = nextLink(rest); next >= 0; next = nextLink(rest)) {
      printed(rest.substring(0, next));
      rest = rest.substring(next).stripLeading();
    }
    raw(rest);
    depth -= 2;
    return this;
  }

  /** Where {@code line}, the rest of another, goes on outside of the brackets that it opens, as it began; -1 if it fits. */
  private int nextLink(String line) {
    int room = WIDTH - 2 * depth;
    int at = line.length() > room ? breakOf(line, room) : -1;
    return at >= 0 && brackets(line.substring(0, at)) == 0 ? at : -1;
  }

  private static int brackets(String line) {
    return line.chars().map(c -> "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0).sum();
  }

  private SourceText printed(String line) {
    text.repeat("  ", depth).append(line).append('\n');
    return this;
  }

  /** Where to break a line that is longer than {@code room}; -1 if nowhere. */
  private static int breakOf(String line, int room) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    int brackets = 0;
    for (int i = 0; i < room; i++) {
      char c = line.charAt(i);
      brackets += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      char before = i == 0 ? ' ' : line.charAt(i - 1);
      boolean call = c == '.' && before == ')' && brackets == 0;
      boolean argument = c == ' ' && before == ',';
      boolean operator = c == ' ' && isOperator(line, i + 1);
      int rank = 4 * brackets + (operator ? binding(line.charAt(i + 1)) : 0);
      if ((call || argument || operator) && i > room / 3 && rank <= bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }

  private static boolean isOperator(String line, int at) {
    return at + 1 < line.length() && "+-*/?:".indexOf(line.charAt(at)) >= 0
        && line.charAt(at + 1) == ' ';
  }

  private static int binding(char operator) {
    return switch (operator) {
      case '?', ':' -> 1;
      case '+', '-' -> 2;
      default -> 3;
    };
  }

  SourceText blank() {
    return raw("");
  }

  /** A line that opens a block, such as a loop. */
  SourceText open(String format, Object... arguments) {
    line(format, arguments);
    depth++;
    return this;
  }

  /** Closes the block of a condition and opens that of the other case. */
  SourceText otherwise() {
    depth--;
    return open("} else {");
  }

  SourceText close() {
    depth--;
    return raw("}");
  }

  /** A call or declaration, with its arguments on as many lines as they need. */
  SourceText call(String head, Iterable<String> arguments, String tail) {
    String joined = head + "(" + String.join(", ", arguments) + ")" + tail;
    if (joined.length() + 2 * depth <= WIDTH) {
      return raw(joined);
    }
    raw(head + "(");
    StringBuilder line = new StringBuilder();
    int room = WIDTH - 2 * (depth + 2) - tail.length() - 2;
    for (String argument : arguments) {
      if (!line.isEmpty() && line.length() + argument.length() > room) {
        continued(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(argument).append(", ");
    }
    line.setLength(line.length() - 2);
    continued(line + ")" + tail);
    return this;
  }

  private static final int WIDTH = 100;

  private void continued(String line) {
    depth += 2;
    raw(line);
    depth -= 2;
  }

  /** Opens a method whose parameters wrap. */
  SourceText openMethod(String head, Iterable<String> parameters) {
    call(head, parameters, " {");
    depth++;
    return this;
  }

  /** A Javadoc comment for a method; the lines are printed as they are. */
  static String comment(Iterable<String> lines) {
    SourceText text = new SourceText().raw("/**");
    for (String line : lines) {
      text.raw((" * " + line).stripTrailing());
    }
    return text.raw(" */").toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

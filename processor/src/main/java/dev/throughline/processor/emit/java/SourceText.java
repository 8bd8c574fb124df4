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

  /** A long line, broken where its brackets are least deep; before a call of a method only if there is no other place. */
  private SourceText wrapped(String line, int room) {
    int best = -1;
    int bestDepth = Integer.MAX_VALUE;
    int call = -1;
    int callDepth = Integer.MAX_VALUE;
    int brackets = 0;
    for (int i = 0; i < room; i++) {
      char c = line.charAt(i);
      brackets += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      boolean mayBreak =
          c == ' ' && i > room / 3 && (line.charAt(i - 1) == ',' || isOperator(line, i + 1));
      if (mayBreak && brackets <= bestDepth) {
        best = i;
        bestDepth = brackets;
      }
      boolean isCall = c == '.' && i > room / 3 && line.charAt(i - 1) == ')';
      if (isCall && brackets <= callDepth) {
        call = i;
        callDepth = brackets;
      }
    }
    if (best < 0 && call > 0) {
      text.repeat("  ", depth).append(line, 0, call).append('\n');
      continued(line.substring(call));
      return this;
    }
    if (best < 0) {
      text.repeat("  ", depth).append(line).append('\n');
      return this;
    }
    text.repeat("  ", depth).append(line, 0, best).append('\n');
    continued(line.substring(best + 1));
    return this;
  }

  private static boolean isOperator(String line, int at) {
    return at + 1 < line.length() && "+-*/?:".indexOf(line.charAt(at)) >= 0
        && line.charAt(at + 1) == ' ';
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

  /** A Javadoc comment; the lines are printed as they are. */
  SourceText comment(Iterable<String> lines) {
    raw("/**");
    for (String line : lines) {
      raw((" * " + line).stripTrailing());
    }
    return raw(" */");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

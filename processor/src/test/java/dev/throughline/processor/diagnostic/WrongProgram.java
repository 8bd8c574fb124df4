package dev.throughline.processor.diagnostic;

import dev.throughline.processor.testing.Compilation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/**
 * A small program that is wrong, and says in comments what the compiler has to say, below the line and with a caret
 * below the place:
 *
 * <pre>
 *   &#64;Residual(filters = 32, repeat = 3, stride = 2)  BasicBlock stage1();
 * //^ error: [shortcut-shape] the body of `stage1` ends in f32[n, 32, 4, 4] but its shortcut carries f32[n, 16, 8, 8]
 * //     changed  by stride = 2 and filters = 32
 * //     use      shortcut = PROJECTION (a 1×1 convolution) or PAD (zero channels)
 * </pre>
 *
 * <p>{@code //<} stands for a place at the beginning of a line, {@code ‹…›} for numbers that are not this test's
 * business. A first line {@code //@ javac …} gives other options than {@link #OPTIONS}.
 *
 * @param name of the file, without its ending
 */
record WrongProgram(String name, String text) {
  private static final List<String> OPTIONS = List.of("--add-modules", "jdk.incubator.vector");
  private static final String OPTIONS_LINE = "//@ javac";
  private static final String ANYTHING = "‹…›";
  private static final Pattern MARK =
      Pattern.compile("//(?:<|( *)\\^) ((?:error|warning|note): .*)");
  private static final Pattern FURTHER = Pattern.compile("// ( {2,}\\S.*)");

  /**
   * A message and its place.
   *
   * @param text of all lines, the kind before the first
   */
  record Message(long line, long column, String text) {
    /** The id between brackets; empty if there is none. */
    String id() {
      Matcher id = Pattern.compile("\\w+: \\[([\\w-]+)] ").matcher(text);
      return id.lookingAt() ? id.group(1) : "";
    }

    boolean isError() {
      return text.startsWith("error: ");
    }

    /** Whether {@code found} is as this one expects. */
    boolean admits(Message found) {
      String pattern =
          Arrays.stream(text.split(ANYTHING, -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".+"));
      return line == found.line && column == found.column && found.text.matches(pattern);
    }

    static Message of(Diagnostic<?> found) {
      String kind = found.getKind().name().toLowerCase(Locale.ROOT);
      return new Message(
          found.getLineNumber(),
          found.getColumnNumber(),
          kind + ": " + Compilation.Result.text(found));
    }

    /** As a comment below the line. */
    private List<String> comment() {
      List<String> lines = new ArrayList<>();
      String place = column == 1 ? "<" : " ".repeat((int) column - 3) + "^";
      for (String part : text.split("\n")) {
        lines.add("//" + (lines.isEmpty() ? place : "") + " " + part);
      }
      return lines;
    }
  }

  static WrongProgram read(Path file) {
    try {
      return new WrongProgram(
          file.getFileName().toString().replace(".java", ""), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options for javac. */
  List<String> options() {
    Optional<String> other = text.lines().filter(line -> line.startsWith(OPTIONS_LINE)).findFirst();
    return other
        .map(line -> line.substring(OPTIONS_LINE.length()).strip())
        .map(options -> options.isEmpty() ? List.<String>of() : List.of(options.split(" ")))
        .orElse(OPTIONS);
  }

  /** What the comments say, in their order. */
  List<Message> expected() {
    List<Message> messages = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int above = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i));
      Matcher further = FURTHER.matcher(lines.get(i));
      if (mark.matches()) {
        int column = mark.group(1) == null ? 1 : mark.group(1).length() + 3;
        messages.add(new Message(above, column, mark.group(2)));
      } else if (further.matches() && !messages.isEmpty()) {
        Message last = messages.removeLast();
        messages.add(new Message(last.line, last.column, last.text + "\n" + further.group(1)));
      } else {
        above = i + 1;
      }
    }
    return messages;
  }

  /** The program with comments that say {@code found}. */
  String with(List<Message> found) {
    StringBuilder out = new StringBuilder();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!MARK.matcher(line).matches() && !FURTHER.matcher(line).matches()) {
        out.append(line).append('\n');
      }
      for (Message message : found) {
        if (message.line == i + 1) {
          message.comment().forEach(comment -> out.append(comment).append('\n'));
        }
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}

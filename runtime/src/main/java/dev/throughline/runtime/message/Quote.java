package dev.throughline.runtime.message;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names that came from outside (a file's header, a folder, a command line), fit to stand in a sentence: on one
 * line, of bounded length, and without anything that a terminal would act on.
 */
public final class Quote {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_PATH = 240;
  private static final int MOST_NAMES = 3;

  private Quote() {}

  /** A name in backquotes; a long one loses its middle. */
  public static String name(CharSequence name) {
    return "`" + printable(name, LONGEST_NAME) + "`";
  }

  /** A file or folder in backquotes; a long one loses its middle. */
  public static String path(Path path) {
    return "`" + printable(path.toString(), LONGEST_PATH) + "`";
  }

  /** The first names of a list, and how many more there are. */
  public static String names(Collection<String> names) {
    String shown =
        names.stream().limit(MOST_NAMES).map(Quote::name).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more <= 0 ? shown : String.format(Locale.ROOT, "%s and %,d more", shown, more);
  }

  /** A text from outside without quotes, escaped and shortened to {@code longest} characters. */
  public static String printable(CharSequence text, int longest) {
    int half = (longest - 1) / 2;
    boolean whole = text.length() <= longest;
    StringBuilder out = new StringBuilder();
    append(out, whole ? text : text.subSequence(0, half));
    if (!whole) {
      append(out.append('…'), text.subSequence(text.length() - half, text.length()));
    }
    return out.toString();
  }

  private static void append(StringBuilder out, CharSequence text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                // Line breaks, escape sequences, marks that reverse the text, halves of characters.
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED, Character.PRIVATE_USE ->
                    out.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> out.appendCodePoint(c);
              }
            });
  }
}

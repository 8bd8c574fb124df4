package dev.throughline.runtime.checkpoint;

import java.util.Locale;

/**
 * Reads the JSON (RFC 8259) that headers consist of: objects, arrays, strings and whole numbers, no
 * more. The caller says what must come next; anything else is an error with its position.
 */
final class JsonReader {
  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  /** Text that is not the JSON expected. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /** Consumes {@code wanted}, or fails. */
  void expect(char wanted) throws Malformed {
    if (!accept(wanted)) {
      throw unexpected("`" + wanted + "`");
    }
  }

  /** Consumes {@code wanted} if it comes next. */
  boolean accept(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Consumes trailing space and fails if anything follows. */
  void expectEnd() throws Malformed {
    skipSpace();
    if (at < text.length()) {
      throw unexpected("nothing more");
    }
  }

  /** A non-negative whole number that fits a long. */
  long number() throws Malformed {
    skipSpace();
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(from, at);
    if (digits.isEmpty() || (digits.length() > 1 && digits.charAt(0) == '0')) {
      at = from;
      throw unexpected("a whole number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new Malformed(
          String.format(Locale.ROOT, "the number at character %d is too large", from));
    }
  }

  /** A string. */
  String string() throws Malformed {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != '"') {
      throw unexpected("a string");
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      } else if (c == '\\') {
        value.append(escape());
      } else if (c < ' ') {
        throw new Malformed(
            String.format(Locale.ROOT, "a raw control character at character %d", at - 1));
      } else {
        value.append(c);
      }
    }
    throw unexpected("the end of a string");
  }

  private char escape() throws Malformed {
    if (at >= text.length()) {
      throw unexpected("an escape");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default ->
          throw new Malformed(String.format(Locale.ROOT, "unknown escape at character %d", at - 1));
    };
  }

  private char unicode() throws Malformed {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? "0123456789abcdefABCDEF".indexOf(text.charAt(at)) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code << 4 | (digit < 16 ? digit : digit - 6);
      at++;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Malformed unexpected(String wanted) {
    String found = at < text.length() ? "`" + text.charAt(at) + "`" : "the end";
    return new Malformed(
        String.format(Locale.ROOT, "%s at character %d where %s is due", found, at, wanted));
  }
}

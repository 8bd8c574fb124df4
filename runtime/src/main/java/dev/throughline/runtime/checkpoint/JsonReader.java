package dev.throughline.runtime.checkpoint;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the JSON (RFC 8259) that headers consist of: objects, arrays, strings and whole numbers, no
 * more. The caller says what must come next; anything else is an error with its position. Works on the
 * bytes of the file, so that a large header is not held several times over.
 */
final class JsonReader {
  private static final int LARGEST_CHUNK = 1 << 13;

  private final byte[] text;
  private int at;

  /** Reads UTF-8, or fails if it is something else. */
  JsonReader(byte[] utf8) throws Malformed {
    text = utf8;
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chunk = CharBuffer.allocate(LARGEST_CHUNK);
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CoderResult result;
    do {
      result = decoder.decode(bytes, chunk.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new Malformed("its header is not UTF-8");
    }
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

  /** Consumes {@code wanted}, an ASCII character, if it comes next. */
  boolean accept(char wanted) {
    skipSpace();
    if (at < text.length && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Consumes trailing space and fails if anything follows. */
  void expectEnd() throws Malformed {
    skipSpace();
    if (at < text.length) {
      throw unexpected("nothing more");
    }
  }

  /** A non-negative whole number that fits a long. */
  long number() throws Malformed {
    skipSpace();
    int from = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    int digits = at - from;
    if (digits == 0 || (digits > 1 && text[from] == '0')) {
      at = from;
      throw unexpected("a whole number");
    }
    try {
      return Long.parseLong(decode(from, at));
    } catch (NumberFormatException e) {
      throw new Malformed(
          String.format(Locale.ROOT, "the number at character %d is too large", place(from)));
    }
  }

  /** A string. */
  String string() throws Malformed {
    skipSpace();
    if (at >= text.length || text[at] != '"') {
      throw unexpected("a string");
    }
    int from = ++at;
    StringBuilder before = new StringBuilder(); // what came before an escape
    while (at < text.length) {
      byte c = text[at];
      if (c == '"') {
        String rest = decode(from, at++);
        return before.isEmpty() ? rest : before.append(rest).toString();
      } else if (c == '\\') {
        before.append(decode(from, at++)).append(escape());
        from = at;
      } else if (c >= 0 && c < ' ') { // bytes below zero belong to longer characters
        throw new Malformed(
            String.format(Locale.ROOT, "a raw control character at character %d", place(at)));
      } else {
        at++;
      }
    }
    throw unexpected("the end of a string");
  }

  private char escape() throws Malformed {
    if (at >= text.length) {
      throw unexpected("an escape");
    }
    byte c = text[at++];
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default ->
          throw new Malformed(
              String.format(Locale.ROOT, "unknown escape at character %d", place(at - 1)));
    };
  }

  private char unicode() throws Malformed {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length ? "0123456789abcdefABCDEF".indexOf(text[at]) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code << 4 | (digit < 16 ? digit : digit - 6);
      at++;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (at < text.length && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private String decode(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /** The number of characters before a byte. */
  private int place(int offset) {
    int characters = 0;
    for (int i = 0; i < offset; i++) {
      characters += (text[i] & 0xC0) == 0x80 ? 0 : 1; // the others continue a character
    }
    return characters;
  }

  private Malformed unexpected(String wanted) {
    String found = "the end";
    if (at < text.length) {
      found = text[at] > ' ' && text[at] <= '~' ? "`" + (char) text[at] + "`" : "something else";
    }
    return new Malformed(
        String.format(Locale.ROOT, "%s at character %d where %s is due", found, place(at), wanted));
  }
}

package dev.throughline.runtime.checkpoint;

import java.util.Locale;

/** Writes what {@link JsonReader} reads. */
final class JsonText {
  private JsonText() {}

  /** Appends a string in quotes. */
  static StringBuilder quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c)); // a lone surrogate has no UTF-8 form
      } else {
        out.append(c);
      }
    }
    return out.append('"');
  }
}

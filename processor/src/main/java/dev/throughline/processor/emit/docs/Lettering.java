package dev.throughline.processor.emit.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * How much room words take. The reader's fonts are not known, so widths are those of a wide one; a text never
 * leaves its box.
 */
final class Lettering {
  /** Pixels of an upright letter at 12 pixels. */
  private static final double SANS = 7.0;

  private static final double MONO = 7.6;

  private Lettering() {}

  /** Width of {@code words} in the proportional font. */
  static int sans(String words) {
    return (int) Math.ceil(SANS * words.codePointCount(0, words.length()));
  }

  /** Width of {@code words} in the font of names. */
  static int mono(String words) {
    return (int) Math.ceil(MONO * words.codePointCount(0, words.length()));
  }

  /** {@code words} in lines of at most {@code width} pixels; a word that is wider has a line of its own. */
  static List<String> wrap(String words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ")) {
      if (!line.isEmpty() && sans(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Width of the longest of {@code lines}. */
  static int widest(List<String> lines) {
    return lines.stream().mapToInt(Lettering::sans).max().orElse(0);
  }
}

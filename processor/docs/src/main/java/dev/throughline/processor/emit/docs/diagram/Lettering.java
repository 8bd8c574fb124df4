package dev.throughline.processor.emit.docs.diagram;

import java.util.ArrayList;
import java.util.List;

/**
 * How much room words take. The reader's fonts are not known, so widths are those of a wide one; a text never
 * leaves its box.
 */
public final class Lettering {
  /** Pixels of any letter of a font with equal widths, at 12 pixels. */
  private static final double MONO = 7.6;

  private Lettering() {}

  /** Width of {@code words} in the proportional font. */
  public static int sans(String words) {
    return (int) Math.ceil(words.codePoints().mapToDouble(Lettering::width).sum());
  }

  /** Pixels at 12 pixels, of a font as wide as DejaVu Sans. */
  private static double width(int letter) {
    if (" iljI.,:;'|!()[]".indexOf(letter) >= 0) {
      return 4;
    }
    if ("tfr-".indexOf(letter) >= 0) {
      return 5;
    }
    return "mwMW%@×→".indexOf(letter) >= 0 ? 11.5 : Character.isUpperCase(letter) ? 9 : 7.7;
  }

  /** Width of {@code words} in the font of names. */
  public static int mono(String words) {
    return (int) Math.ceil(MONO * words.codePointCount(0, words.length()));
  }

  /**
   * {@code words} in lines of at most {@code width} pixels, broken after commas if that will do; a word that
   * is wider has a line of its own.
   */
  static List<String> wrap(String words, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : words.split("(?<=,) ")) {
      // A number stays with the word before it.
      for (String word : sans(part) > width ? part.split(" (?!\\d)") : new String[] {part}) {
        if (!line.isEmpty() && sans(line + " " + word) > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Width of the longest of {@code lines}. */
  static int widest(List<String> lines) {
    return lines.stream().mapToInt(Lettering::sans).max().orElse(0);
  }
}

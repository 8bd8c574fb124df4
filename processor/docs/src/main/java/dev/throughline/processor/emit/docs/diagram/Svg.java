package dev.throughline.processor.emit.docs.diagram;

import java.util.Locale;

/** Shapes as SVG text, one line each; what they look like is up to the style sheet around them. */
final class Svg {
  /** Where a text begins, or ends, or has its middle. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final StringBuilder text = new StringBuilder();

  Svg rectangle(int x, int y, int width, int height, int radius, String style) {
    return line(
        String.format(Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" class=\"%s\"/>", x, y,
            width, height, radius, style));
  }

  Svg circle(int x, int y, int radius, String style) {
    return line(
        String.format(Locale.ROOT, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" class=\"%s\"/>", x, y,
            radius, style));
  }

  /** A path in SVG's own words. */
  Svg path(String d, String style) {
    return line("<path d=\"%s\" class=\"%s\"/>".formatted(d, style));
  }

  Svg text(int x, int y, Anchor anchor, String style, String words) {
    String at =
        switch (anchor) {
          case START -> "";
          case MIDDLE -> " text-anchor=\"middle\"";
          case END -> " text-anchor=\"end\"";
        };
    return line(
        String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\"%s class=\"%s\">%s</text>", x, y, at,
            style, escape(words)));
  }

  /** As the content of an element. */
  static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private Svg line(String element) {
    text.append("  ").append(element).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

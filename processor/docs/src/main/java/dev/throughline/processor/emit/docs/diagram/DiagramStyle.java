package dev.throughline.processor.emit.docs.diagram;

import java.util.Locale;

/**
 * How a diagram looks. The reader's preference decides between dark on light and light on dark; the
 * picture brings its own background, so it can be read on a page of either.
 */
final class DiagramStyle {
  private DiagramStyle() {}

  static final String SHEET =
      """
            <style>
              text { font: 12px -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328 }
              .name, .number, .shape, .times { font-family: ui-monospace, Menlo, Consolas, monospace }
              .name { font-weight: 600 }
              .number, .shape, .faint { fill: #59636e }
              .number, .shape { font-size: 11px }
              .page { fill: #ffffff }
              .frame { fill: #f6f8fa; stroke: #c4ccd4 }
              .title { fill: #e7ecf1; stroke: #c4ccd4 }
              .box { stroke-width: 1.2 }
              .trained { fill: #ddf4ff; stroke: #54aeff }
              .plain, .source, .step { fill: #ffffff; stroke: #afb8c1 }
              .aside { fill: #dafbe1; stroke: #1a7f37 }
              .loss { fill: #fff1e5; stroke: #fb8f44 }
              .line { fill: none; stroke: #59636e; stroke-width: 1.5 }
              .head { fill: #59636e }
              .line.skip { stroke: #1a7f37; stroke-width: 2 }
              .head.skip { fill: #1a7f37 }
              .join { fill: #dafbe1; stroke: #1a7f37; stroke-width: 1.5 }
              .plus { fill: none; stroke: #1a7f37; stroke-width: 1.5 }
              .bar { fill: #54aeff }
              .grid { fill: none; stroke: #d1d9e0 }
              .badge { fill: #1f2328 }
              .times { fill: #ffffff; font-weight: 600 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .number, .shape, .faint { fill: #9198a1 }
                .page { fill: #0d1117 }
                .frame { fill: #151b23; stroke: #3d444d }
                .title { fill: #212830; stroke: #3d444d }
                .trained { fill: #10233d; stroke: #388bfd }
                .plain, .source, .step { fill: #0d1117; stroke: #656c76 }
                .aside { fill: #12261e; stroke: #3fb950 }
                .loss { fill: #33200f; stroke: #db6d28 }
                .line { stroke: #9198a1 }
                .head { fill: #9198a1 }
                .line.skip, .join, .plus { stroke: #3fb950 }
                .head.skip { fill: #3fb950 }
                .join { fill: #12261e }
                .bar { fill: #388bfd }
                .grid { stroke: #3d444d }
                .badge { fill: #e6edf3 }
                .times { fill: #0d1117 }
              }
            </style>
          """;

  /** The beginning of the file, up to its first shape. */
  static String open(String name, int width, int height) {
    return String.format(Locale.ROOT,
        """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
              <title>%3$s</title>
            """,
        width, height, Svg.escape(name))
        + SHEET;
  }
}

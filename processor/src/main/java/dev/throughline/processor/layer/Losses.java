package dev.throughline.processor.layer;

import javax.lang.model.SourceVersion;

/** What all losses have in common. */
final class Losses {
  private Losses() {}

  static void check(double weight, String target, Site<?> site) {
    if (!(weight > 0 && Double.isFinite(weight))) {
      site.illegal("weight", weight, "a number above 0");
    }
    if (!SourceVersion.isIdentifier(target)) {
      site.illegal("target", '"' + target + '"', "a Java name, such as labels");
    }
  }
}

package dev.throughline.processor.layer;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.TensorType;
import java.util.Locale;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** What all losses have in common. */
final class Losses {
  private Losses() {}

  /**
   * The type of the labels of a choice among the features of {@code logits}, one for each row; null if that is
   * no choice, which is then reported.
   */
  static @Nullable TensorType labels(TensorType logits, Site<?> site) {
    int classes = logits.features();
    if (!site.checkVector(logits)) {
      return null;
    }
    if (classes < 2) {
      site.report(
          Problem.TOO_FEW_CLASSES,
          String.format(Locale.ROOT, "`%s` chooses among %d class", site.path(), classes),
          Hint.use("@Linear(units = 2) or more before it; 2 for yes or no"));
      return null;
    }
    return TensorType.indices(
        classes, logits.along(Axes.ROWS).extents().toArray(Integer[]::new));
  }

  static void check(double weight, String target, Site<?> site) {
    if (!(weight > 0 && Double.isFinite(weight))) {
      site.illegalBeside("weight", weight, "a number above 0");
    }
    if (!SourceVersion.isIdentifier(target)) {
      site.illegalBeside("target", '"' + target + '"', "a Java name, such as labels");
    }
  }
}

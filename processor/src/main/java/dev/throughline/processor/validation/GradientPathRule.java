package dev.throughline.processor.validation;

import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.NetworkModel;
import java.util.Locale;

/** {@code @Network(maxGradientPath)} is a length; whether the network keeps it is for {@code gradientflow}. */
public final class GradientPathRule {
  private GradientPathRule() {}

  /** Reports a limit that no network can keep. */
  public static void check(NetworkModel model, Problems problems) {
    Annotated<Network> settings = model.settings();
    if (settings != null && settings.values().maxGradientPath() < 1) {
      problems.report(
          settings.at("maxGradientPath"),
          Problem.ILLEGAL_VALUE,
          String.format(Locale.ROOT, "`%s` has maxGradientPath = %d", model.name(),
              settings.values().maxGradientPath()),
          Hint.use("1 or more; the last layer with weights is 1 from its loss"));
    }
  }
}

package dev.throughline.processor.gradientflow;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameter that is furthest from all losses.
 *
 * @param report its paths from the loss that is nearest to it
 * @param loss the path of that loss
 */
record Furthest(PathReport report, String loss) {

  /** The first of the furthest ones; empty if no loss reaches any parameter. */
  static Optional<Furthest> of(GradientFlow flow) {
    Map<String, Furthest> nearest = new LinkedHashMap<>();
    for (LossFlow loss : flow.losses()) {
      for (PathReport report : loss.parameters()) {
        nearest.merge(
            report.parameter(),
            new Furthest(report, loss.loss()),
            (a, b) -> a.distance() <= b.distance() ? a : b);
      }
    }
    return nearest.values().stream().max(Comparator.comparingInt(Furthest::distance));
  }

  /** Weighted layers on the shortest path to it. */
  int distance() {
    return report.layers().shortest();
  }
}

package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;

/** Dropout is for features: what it takes from a prediction, a loss misses, whatever was learnt. */
final class DroppedPredictionRule {
  private DroppedPredictionRule() {}

  static void check(Graph training, Places places, Problems problems) {
    for (LossTerm loss : training.losses()) {
      Sources.nearest(loss.prediction(), Sources::isDropout, Sources::joinsElements)
          .map(dropout -> dropout.origin().member())
          .ifPresent(
              member -> problems.report(
                  places.of(member),
                  Problem.DROPPED_PREDICTION,
                  "`%s` reads its prediction through `%s`, which sets some of it to zero at random"
                      .formatted(loss.path(), member),
                  Hint.use("`%s` before the layer that predicts".formatted(member))));
    }
  }
}

package dev.throughline.processor.validation;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.model.NetworkModel;

/** A network has something to train. */
public final class ParameterRule {
  private ParameterRule() {}

  /** Whether {@code training} has parameters; reports it if not. */
  public static boolean check(NetworkModel model, Graph training, Problems problems) {
    if (!training.parameters().isEmpty()) {
      return true;
    }
    problems.report(
        SourceRef.of(model.type()),
        Problem.NO_PARAMETERS,
        "no member of `%s` has parameters, so there is nothing to train".formatted(model.name()),
        Hint.use("@Linear(units = …) before the loss, one unit for each class"));
    return false;
  }
}

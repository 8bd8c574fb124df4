package dev.throughline.processor.validation;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.model.NetworkModel;

/** A network has something to train. */
public final class ParameterRule {
  private ParameterRule() {}

  /** Whether {@code training} has parameters that are trained; reports it if not. */
  public static boolean check(NetworkModel model, Graph training, Problems problems) {
    if (training.parameters().isEmpty()) {
      problems.report(
          SourceRef.of(model.type()),
          Problem.NO_PARAMETERS,
          "no member of `%s` has parameters, so there is nothing to train".formatted(model.name()),
          Hint.use("@Linear(units = …) before the loss, one unit for each class"));
      return false;
    }
    if (training.parameters().stream().noneMatch(ParameterRule::isTrained)) {
      String last = training.parameters().getLast().origin().member();
      problems.report(
          SourceRef.of(model.type()),
          Problem.ALL_FROZEN,
          "every member of `%s` that has parameters is frozen, so there is nothing to train"
              .formatted(model.name()),
          Hint.use("no @Freeze on what is to learn, such as `%s`".formatted(last)));
      return false;
    }
    return true;
  }

  private static boolean isTrained(Node parameter) {
    return parameter.op() instanceof Primitive.Parameter(ParameterInfo info) && info.trainable();
  }
}

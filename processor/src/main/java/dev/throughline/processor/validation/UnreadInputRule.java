package dev.throughline.processor.validation;

import dev.throughline.dsl.Input;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.InputRole;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.NetworkModel;
import java.util.List;

/** A member reads each input; whether anything comes of it is for {@code gradientflow}. */
public final class UnreadInputRule {
  private UnreadInputRule() {}

  /** Reports the inputs that no node of {@code training} reads. */
  public static void check(NetworkModel model, Graph training, Problems problems) {
    if (model.settings() == null) {
      return;
    }
    // In order of declaration, as the annotations are.
    List<Node> data = training.inputs().stream().filter(UnreadInputRule::isData).toList();
    List<Annotated<Input>> declared =
        model.settings().inner("input", model.settings().values().input());
    for (int i = 0; i < data.size(); i++) {
      Node input = data.get(i);
      if (training.nodes().stream().noneMatch(node -> node.inputs().contains(input))) {
        problems.report(
            declared.get(i).at("name"),
            Problem.UNREAD_INPUT,
            "no member of `%s` reads the input `%s`, which callers have to give all the same"
                .formatted(model.name(), input.label()),
            Hint.use("@From(\"%s\") on the member that is to read it".formatted(input.label())),
            Hint.or("no such input"));
      }
    }
  }

  private static boolean isData(Node input) {
    return input.op() instanceof Primitive.Input(_, InputRole role) && role == InputRole.DATA;
  }
}

package dev.throughline.processor.layer;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedTensor;
import dev.throughline.processor.testing.RecordedTensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every loss and its gradient against what {@code losses.py} recorded from PyTorch, in double. */
class LossVectorsTest {
  private static final RecordedTensors RECORDED = RecordedTensors.read("losses.safetensors");

  /** Constants of a graph are single. */
  private static final double TOLERANCE = 1e-7;

  static List<String> losses() {
    return RECORDED.cases("@");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void isPyTorchs(String loss) {
    RecordedTensor x = RECORDED.get(loss + ".x");
    RecordedTensor w = RECORDED.get(loss + ".w");
    String members =
        """
            @Flatten Layer vector();
            @Linear(units = %d, bias = Bias.NEVER) Layer logits();
            %s Loss loss();
            """
            .formatted(w.shape().getFirst(), loss);
    Graph training =
        Autodiff.apply(Networks.of(x.shape().getLast(), 1, 1, members).training());
    String target = training.losses().getLast().target().label();
    Feeds feeds =
        new Feeds(
            x.shape().getFirst(),
            Map.of("images", x.values(), target, RECORDED.values(loss + ".target")),
            Map.of("logits.weight", w.transposed(List.of(1, 0))),
            Map.of(),
            1,
            0);
    GraphInterpreter.Results results = GraphInterpreter.run(training, feeds);
    double expected = RECORDED.values(loss + ".loss")[0];
    assertEquals(
        expected,
        results.value(training.losses().getLast().value())[0],
        TOLERANCE * Math.abs(expected));
    Node weight =
        training.nodes().stream()
            .filter(n -> n.op() instanceof Primitive.Parameter)
            .findFirst()
            .orElseThrow();
    assertClose(
        "gradient",
        RECORDED.get(loss + ".dw").transposed(List.of(1, 0)),
        results.value(Objects.requireNonNull(training.gradients().get(weight))),
        TOLERANCE);
  }
}

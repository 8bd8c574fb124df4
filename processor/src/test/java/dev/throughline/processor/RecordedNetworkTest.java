package dev.throughline.processor;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static dev.throughline.processor.testing.Closeness.normRatio;
import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole networks, from the annotations to the gradients, against PyTorch. Both sides compute in double; what is
 * left is the rounding of the vectors and of the graph's constants to single.
 */
class RecordedNetworkTest {
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "FashionNet", "Medley", "Gallery"})
  void trainsAndInfersAsPyTorchDoes(String name) {
    Networks network = Networks.fixture(name);
    RecordedNetwork recorded = new RecordedNetwork(name);
    Graph training = Autodiff.apply(network.training());
    Results step = GraphInterpreter.run(training, feeds(recorded, training, Map.of()));

    assertClose("logits", recorded.logits(), step.value(training.logits()), TOLERANCE);
    Node loss = training.losses().getLast().value();
    assertEquals(recorded.loss(), step.value(loss)[0], TOLERANCE * recorded.loss());
    assertEquals(training.parameters(), training.gradients().sequencedKeySet().stream().toList());
    training.gradients().forEach((parameter, gradient) -> {
      ParameterInfo info = info(parameter);
      double[] expected = recorded.gradient(info).transposed(info.storedAxes());
      double ratio = normRatio(expected, step.value(gradient));
      assertTrue(ratio < TOLERANCE, "gradient of %s: %.3g".formatted(info.name(), ratio));
    });

    Map<String, double[]> states = new HashMap<>();
    for (String state : recorded.states()) {
      states.put(state, recorded.stateAfter(state));
    }
    assertEquals(states.keySet(), Set.copyOf(step.states().keySet()));
    states
        .forEach((state, after) -> assertClose(state, after, step.states().get(state), TOLERANCE));

    for (Graph inference : new Graph[] {network.inference(), network.folded()}) {
      Results inferred = GraphInterpreter.run(inference, feeds(recorded, inference, states));
      assertClose(
          "evaluation logits",
          recorded.evaluationLogits(),
          inferred.value(inference.logits()),
          TOLERANCE * 10);
    }
  }

  private static Feeds feeds(RecordedNetwork recorded, Graph graph, Map<String, double[]> states) {
    return new Feeds(
        recorded.batch(),
        Map.of("images", recorded.images(), "labels", recorded.labels()),
        NamedValues.parametersOf(graph),
        states,
        RecordedNetwork.MASK_KEY,
        0);
  }
}

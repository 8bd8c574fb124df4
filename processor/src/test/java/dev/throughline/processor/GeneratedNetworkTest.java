package dev.throughline.processor;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static dev.throughline.processor.testing.Closeness.narrow;
import static dev.throughline.processor.testing.Closeness.normRatio;
import static dev.throughline.processor.testing.Closeness.widen;
import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated networks against one training step and one evaluation of PyTorch on the same images. */
class GeneratedNetworkTest {
  private static final double OF_LOGITS = 1e-4;
  private static final double OF_LOSS = 1e-5;
  private static final double OF_GRADIENTS = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "FashionNet", "Medley", "Gallery"})
  void trainsAndInfersAsPyTorchDoes(String name) {
    RecordedNetwork recorded = new RecordedNetwork(name);
    Graph graph = Networks.fixture(name).training();
    GeneratedNetwork generated = GeneratedNetwork.fixture(name);
    int n = recorded.batch();
    float[] images = narrow(recorded.images());
    int[] labels = DoubleStream.of(recorded.labels()).mapToInt(label -> (int) label).toArray();
    try (Device device = Device.cpu(2);
        Network network = generated.on(device, n + 1, RecordedNetwork.SEED)) {
      GeneratedNetwork.setWeights(network);
      network.trainingPass(images, labels, n);
      assertClose("logits", recorded.logits(), widen(network.lastLogits()), OF_LOGITS);
      assertEquals(recorded.loss(), network.lastLoss(), OF_LOSS * recorded.loss(), "loss");
      for (Node parameter : graph.parameters()) {
        ParameterInfo info = info(parameter);
        double[] expected = recorded.gradient(info).transposed(info.storedAxes());
        double ratio = normRatio(expected, GeneratedNetwork.gradient(network, info));
        assertTrue(
            ratio < OF_GRADIENTS,
            () -> "gradient of %s: %.3g".formatted(info.name(), ratio));
      }
      Map<String, double[]> states = new HashMap<>();
      recorded.states().forEach(state -> states.put(state, recorded.stateAfter(state)));
      GeneratedNetwork.assertStates(states, network, OF_LOGITS);
      network.inferencePass(images, n);
      assertClose(
          "evaluation logits",
          recorded.evaluationLogits(),
          widen(network.lastLogits()),
          OF_LOGITS);
    }
  }
}

package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of one sample leaves a batch norm of vectors one value a channel: it is refused, not trained on. */
class BatchOfOneTest {
  private static final List<String> VECTORS =
      List.of(
          "@GlobalAveragePool Layer p(); @Linear(units = 4, norm = BATCH) Layer norm();",
          "@Flatten Layer f(); @BatchNorm Layer norm();",
          "@Conv(filters = 5, kernel = 4, padding = 0, norm = BATCH) Layer norm(); @Flatten Layer f();",
          "@GlobalAveragePool Layer p(); @Sequence(filters = 4) Inner norm();");

  private static final List<String> OTHERS =
      List.of(
          "@Conv(filters = 5, kernel = 3, norm = BATCH) Layer norm(); @Flatten Layer f();",
          "@GlobalAveragePool Layer p(); @Freeze @Linear(units = 4, norm = BATCH) Layer norm();",
          "@GlobalAveragePool Layer p(); @LayerNorm Layer norm();");

  private static final String BLOCKS =
      "@Block interface Inner { @Linear(norm = BATCH) Layer fc(); }";

  private static Path compiled;

  @BeforeAll
  static void compile() {
    Compilation sources =
        new Compilation().source("Blocks.java", Networks.source(BLOCKS));
    for (int i = 0; i < VECTORS.size() + OTHERS.size(); i++) {
      String members =
          (i < VECTORS.size() ? VECTORS.get(i) : OTHERS.get(i - VECTORS.size()))
              + "@Linear(units = 3) Layer logits(); @SoftmaxCrossEntropy Loss loss();";
      sources.source(
          "Net%d.java".formatted(i), Networks.source("Net" + i, 3, 4, 4, members, ""));
    }
    compiled = GeneratedNetwork.compile(sources);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void oneSampleDoesNotTrainABatchNormOfVectors(int index) {
    try (Device device = Device.cpu(1);
        Network network = network(index, device)) {
      network.feed(Batches.feed(network.spec(), 1, 1));
      float[] states = network.memory(Region.STATES).toArray();
      String message =
          assertThrows(IllegalStateException.class, network::trainingPass).getMessage();
      assertEquals(
          "`Net%d` cannot be trained on a batch of 1: the batch norm of `%s` takes two values of each channel;"
              .formatted(index, index == 3 ? "norm.fc" : "norm")
              + " feed 2 samples or more",
          message);
      assertEquals(List.of(states[0]), List.of(network.memory(Region.STATES).toArray()[0]),
          "as it was");
      assertEquals(0, network.trainingPasses());
      network.feed(Batches.feed(network.spec(), 2, 2));
      assertTrue(Float.isFinite(network.trainingPass()));
      network.inferencePass(Batches.feedOfInputs(network.spec(), 1));
      assertTrue(Float.isFinite(network.lastLogits()[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6})
  void anyOtherNetworkTrainsOnOneSample(int index) {
    try (Device device = Device.cpu(1);
        Network network = network(index, device)) {
      network.feed(Batches.feed(network.spec(), 1, 1));
      assertTrue(Float.isFinite(network.trainingPass()));
    }
  }

  private static Network network(int index, Device device) {
    return new GeneratedNetwork(compiled, "Net%dNetwork".formatted(index)).on(device, 2, 1);
  }
}

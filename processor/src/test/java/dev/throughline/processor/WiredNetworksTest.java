package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.testing.AgainstInterpreter;
import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.GradientCheck;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.Feed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are more than a chain: several inputs, outputs and losses, long skips, shared and frozen parts. */
class WiredNetworksTest {
  private static final int BATCH = 5;

  @ParameterizedTest
  @ValueSource(strings = {"UNet", "Towers", "Transferred"})
  void computesWhatTheInterpreterDefines(String name) {
    try (Device device = Device.cpu(2);
        Network network = network(name, device)) {
      AgainstInterpreter.check(network, Networks.fixture(name), BATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNet", "Towers"})
  void hasTheGradientsOfItsLosses(String name) {
    var forward = Networks.fixture(name).training();
    Feeds feeds = GradientCheck.feeds(forward, 3);
    GradientCheck.check(forward, feeds);
  }

  @Test
  void trainsForTheWeightedSumOfItsLosses() {
    try (Device device = Device.cpu(1);
        Network network = network("Towers", device)) {
      network.feed(Batches.feed(network.spec(), BATCH, BATCH));
      float sum = network.trainingPass();
      double expected =
          0.5 * network.lastLoss("kindLoss")
              + network.lastLoss("scoreLoss")
              + 2 * network.lastLoss("loss");
      assertEquals(expected, sum, 1e-6);
      assertArrayEquals(new int[] {BATCH, 26}, network.output("both").shape());
      assertThrows(IllegalArgumentException.class, () -> network.output("ofUser"));
    }
  }

  @Test
  void keepsWhatIsFrozenAsItIs() {
    try (Device device = Device.cpu(1);
        Network network = network("Transferred", device)) {
      Sgd sgd = Sgd.momentum(0.9f).weightDecay(0.1f);
      OptimizerState memory = new OptimizerState(sgd, network);
      String frozen = "stage.1.conv2.weight";
      float[] weight = network.parameter(frozen).toArray();
      float[] mean = network.state("stem.norm.running_mean").toArray();
      float[] trained = network.parameter("first.weight").toArray();
      network.feed(Batches.feed(network.spec(), BATCH, BATCH));
      network.trainingPass();
      sgd.step(network, memory, 0.1f, 1);
      assertArrayEquals(weight, network.parameter(frozen).toArray());
      assertArrayEquals(mean, network.state("stem.norm.running_mean").toArray());
      assertFalse(Arrays.equals(trained, network.parameter("first.weight").toArray()));
      assertTrue(network.spec().parameter("second.weight").isEmpty(), "shared, so not there twice");
    }
  }

  @Test
  void saysWhatABatchLacks() {
    try (Device device = Device.cpu(1);
        Network network = network("Towers", device)) {
      Feed feed = Batches.feedOfInputs(network.spec(), BATCH);
      String message =
          assertThrows(IllegalArgumentException.class, () -> network.feed(feed)).getMessage();
      assertEquals("the batch for `Towers` has no `kinds`: give it as indices", message);
      feed.numbers("ranks", new float[BATCH]);
      message =
          assertThrows(IllegalArgumentException.class, () -> network.feed(feed)).getMessage();
      assertEquals(
          "`Towers` has no input or target `ranks`: it has user, item, kinds, liked, ratings",
          message);
    }
  }

  private static Network network(String name, Device device) {
    Network network =
        GeneratedNetwork.fixture(name).on(device, BATCH, RecordedNetwork.SEED);
    GeneratedNetwork.setWeights(network);
    return network;
  }
}

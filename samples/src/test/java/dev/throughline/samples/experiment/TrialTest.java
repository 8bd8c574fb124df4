package dev.throughline.samples.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.samples.cifar.DeeplySupervisedNetwork;
import dev.throughline.samples.embedded.EmbeddedFashion;
import dev.throughline.samples.perceptron.SigmoidPerceptronNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is watched while a network trains. */
final class TrialTest {

  @Test
  void theGradientOfAChainOfSigmoidsVanishesTowardsTheInput() {
    try (Device device = Device.cpu();
        Network network = SigmoidPerceptronNetwork.on(device, 64, 1)) {
      Trial trial = run(network, EmbeddedFashion.train().take(128), 2);
      assertEquals(10, trial.gradientNorms().size(), "one a layer");
      double first = trial.gradientNorms().get(1);
      double last = trial.gradientNorms().getLast();
      assertTrue(first < last / 1000, trial.gradientNorms().toString());
      assertEquals(2, trial.losses().size());
      assertEquals(2, trial.testErrors().size());
    }
  }

  @Test
  void theHeadsOfADeeplySupervisedNetAreNoLayersOfItsTrunk() {
    try (Device device = Device.cpu();
        Network network = DeeplySupervisedNetwork.on(device, 16, 1)) {
      Dataset images = EmbeddedFashion.train().take(32).padTo(32, 32).repeatChannels(3);
      Trial trial = run(network, images, 1);
      assertEquals(20, trial.gradientNorms().size(), "layers of the trunk");
    }
  }

  private static Trial run(Network network, Dataset images, int epochs) {
    Dataset normalized = images.normalize(Normalization.perChannel(images));
    List<String> lines = new ArrayList<>();
    Trial trial =
        Trial.run(
            "net",
            network,
            new Experiment.Images(normalized, normalized),
            epochs,
            0.01,
            lines::add);
    assertEquals(epochs, lines.size());
    return trial;
  }
}

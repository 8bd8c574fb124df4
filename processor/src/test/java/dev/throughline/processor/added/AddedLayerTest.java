package dev.throughline.processor.added;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.AgainstInterpreter;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.GradientCheck;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import org.junit.jupiter.api.Test;

/** A layer that the compiler has never heard of is read, checked, differentiated and written like its own. */
class AddedLayerTest {
  private static final int BATCH = 5;
  private static final String MEMBERS =
      """
          @Conv(filters = 7, kernel = 3, activation = TANH) Layer conv();
          @dev.throughline.processor.added.LayerScale(initial = %s) Layer scaled();
          @GlobalAveragePool Layer pool();
          @Linear(units = 5) Layer logits();
          @SoftmaxCrossEntropy Loss loss();
          """;
  private static final String SOURCE =
      Networks.source("Scaled", 3, 6, 5, MEMBERS.formatted("0.5"), "");

  @Test
  void hasTheGradientOfItsDefinition() {
    var forward = Networks.of(3, 6, 5, MEMBERS.formatted("0.5")).training();
    GradientCheck.check(forward, GradientCheck.feeds(forward, BATCH));
  }

  @Test
  void isWrittenAsItIsDefined() {
    var classes = GeneratedNetwork.compile(new Compilation().source("Scaled.java", SOURCE));
    try (Device device = Device.cpu(2);
        Network network =
            new GeneratedNetwork(classes, "ScaledNetwork")
                .on(device, BATCH, RecordedNetwork.SEED)) {
      assertEquals(7, network.parameter("scaled.gamma").shape()[0]);
      GeneratedNetwork.setWeights(network);
      AgainstInterpreter.check(
          network, Networks.of(3, 6, 5, MEMBERS.formatted("0.5")), BATCH);
    }
  }

  @Test
  void reportsItsOwnMistakes() {
    String source = Networks.source("Wrong", 3, 6, 5, MEMBERS.formatted("0.0 / 0.0"), "");
    var result =
        new Compilation()
            .source("Wrong.java", source)
            .processors(new NetworkProcessor())
            .run();
    assertTrue(
        result.toString().contains("[illegal-value] `scaled` has initial = NaN"),
        result::toString);
  }
}

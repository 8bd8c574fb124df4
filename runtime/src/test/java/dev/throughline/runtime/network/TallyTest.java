package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.GradientPrediction;
import dev.throughline.runtime.spec.Initializer;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which answers count, and which of them are right. */
class TallyTest {
  private static final CpuDevice CPU = Device.cpu(2);

  @AfterAll
  static void closeDevice() {
    CPU.close();
  }

  private static final float[] IMAGES = new float[4 * 16];

  static {
    for (int i = 0; i < IMAGES.length; i++) {
      IMAGES[i] = (i * 37 % 101) / 101f;
    }
  }

  @Test
  void aClassIsRightIfItIsTheLabel() {
    int[] labels = {0, 1, 2, 1};
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      net.trainingPass(IMAGES, labels, 4);
      int right = 0;
      for (int i = 0; i < 4; i++) {
        right += net.predicted(i) == labels[i] ? 1 : 0;
      }
      assertEquals(new Tally(right, 4), net.tally());
      net.inferencePass(IMAGES, 4);
      assertThrows(IllegalStateException.class, net::tally);
    }
  }

  @Test
  void whatTheLossIgnoresDoesNotCount() {
    NetworkSpec spec =
        NetworkSpec.of("Ignoring", "example.Ignoring")
            .input("images", Layout.image(1, 4, 4), 0)
            .target("labels", Layout.of(), 3)
            .output("logits", Layout.of(3))
            .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels", 2)
            .parameter(
                "logits.weight", Layout.linear(3, 16), 0, new Initializer.PyTorchDefault(16))
            .parameter("logits.bias", Layout.of(3), 48, new Initializer.Constant(0))
            .state("input.running_mean", 16, 0, 0f)
            .layer("logits", "logits.weight", new GradientPrediction(1, 1, 0, 1, 1, "loss"))
            .build();
    try (Network net = new SoftmaxRegression(spec, CPU, 4, 11)) {
      net.trainingPass(IMAGES, new int[] {2, 2, 2, 1}, 4);
      assertEquals(1, net.tally().answers());
    }
  }

  @Test
  void eachLabelIsAnAnswerAndNumbersAreNone() {
    Feed feed =
        Feed.of(2)
            .numbers("x", new float[] {1, -1, 0, -2, -3, 4})
            .numbers("t", new float[] {1, 0, 0, 1, 0, 1});
    try (Network labels = Echo.on(CPU, 2, LossKind.BINARY_CROSS_ENTROPY, 3);
        Network numbers = Echo.on(CPU, 2, LossKind.MEAN_SQUARED_ERROR, 3)) {
      labels.feed(feed);
      labels.trainingPass();
      assertEquals(new Tally(4, 6), labels.tally());
      numbers.feed(feed);
      numbers.trainingPass();
      assertEquals(new Tally(0, 0), numbers.tally());
    }
  }
}

package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.Initializer;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.Tensor;
import dev.throughline.runtime.testing.Flat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final CpuDevice CPU = Device.cpu(2);

  @AfterAll
  static void closeDevice() {
    CPU.close();
  }

  private static float[] images(int n) {
    float[] images = new float[n * 16];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 37 % 101) / 101f;
    }
    return images;
  }

  @Test
  void parametersAreDrawnInPublishedOrderWhateverTheStorage() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      float[] expected = new float[48];
      new Initializer.PyTorchDefault(16).draw(11, 0, 0, 48, expected);
      assertArrayEquals(expected, net.parameter("logits.weight").toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void theNumberOfThreadsDoesNotShow(int threads) {
    try (CpuDevice other = Device.cpu(threads);
        Network net = SoftmaxRegression.on(CPU, 4, 11);
        Network twin = SoftmaxRegression.on(other, 4, 11)) {
      assertArrayEquals(Flat.parameters(net), Flat.parameters(twin));
      int[] labels = {0, 1, 2, 1};
      assertEquals(
          net.trainingPass(images(4), labels, 4), twin.trainingPass(images(4), labels, 4));
      assertArrayEquals(Flat.gradients(net), Flat.gradients(twin));
    }
  }

  @Test
  void thePassLeavesLossLogitsAndGradients() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      assertTrue(Float.isNaN(net.lastLoss()));
      float loss = net.trainingPass(images(3), new int[] {0, 1, 2}, 3);
      assertEquals(loss, net.lastLoss());
      assertEquals(3, net.samples());
      float[] logits = net.lastLogits();
      assertEquals(9, logits.length);
      double expected = 0;
      for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += Math.exp(logits[3 * i + j]);
        }
        expected += Math.log(sum) - logits[3 * i + i];
        assertTrue(logits[3 * i + net.predicted(i)] >= logits[3 * i]);
      }
      assertEquals(expected / 3, loss, 1e-6);
      assertTrue(net.gradient("logits.weight").norm() > 0);
    }
  }

  @Test
  void masksChangeFromPassToPassAndCanBeResumed() {
    int[] labels = {0, 1, 2, 0};
    try (Network net = SoftmaxRegression.on(CPU, 4, 11);
        Network other = SoftmaxRegression.on(CPU, 4, 99)) {
      float first = net.trainingPass(images(4), labels, 4);
      float second = net.trainingPass();
      assertNotEquals(first, second);
      assertEquals(2, net.trainingPasses());
      System.arraycopy(Flat.parameters(net), 0, Flat.parameters(other), 0, 51);
      other.resumeMasks(11, 1);
      assertEquals(second, other.trainingPass(images(4), labels, 4));
    }
  }

  @Test
  void inferenceFoldsOnlyWhenWeightsChanged() {
    try (SoftmaxRegression net = SoftmaxRegression.on(CPU, 4, 11)) {
      float[] images = images(4);
      net.inferencePass(images, 4);
      net.predict(images(2), 2);
      assertEquals(1, net.folds());
      net.parameter("logits.bias").set(5f, 0);
      net.inferencePass(images, 4);
      assertEquals(2, net.folds());
      net.trainingPass(images, new int[4], 4);
      net.inferencePass(images, 4);
      assertEquals(3, net.folds());
      Sgd.plain().step(net, new OptimizerState(Sgd.plain(), net), 0.1f, 1);
      net.inferencePass(images, 4);
      assertEquals(4, net.folds());
      AdamW.standard().step(net, new OptimizerState(AdamW.standard(), net), 0.1f, 1);
      net.inferencePass(images, 4);
      assertEquals(5, net.folds());
      net.state("input.running_mean").fill(1);
      net.inferencePass(images, 4);
      assertEquals(6, net.folds());
    }
  }

  @Test
  void anOptimisersSlotsHaveOneFloatForEachParameter() {
    Map<String, Float> numbers = new HashMap<>(Sgd.plain().numbers(1));
    numbers.put(UpdateStep.RATE, 0.1f);
    numbers.put(UpdateStep.GRADIENT_SCALE, 1f);
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      float[] before = Flat.parameters(net).clone();
      for (int length : new int[] {0, 50, 52}) {
        Memory velocity = HostMemory.of(new float[length]);
        assertMessage(
            "`velocity` of " + length
                + " floats is not of the optimiser of `SoftmaxRegression`, which has 51 parameters: make"
                + " the state with this network",
            () -> net.apply(new UpdateStep("sgd", Map.of("velocity", velocity), numbers)));
      }
      assertArrayEquals(before, Flat.parameters(net));
    }
  }

  @Test
  void anOptimiserThatTheNetworkWasNotCompiledWithIsTold() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      assertEquals(
          "`SoftmaxRegression` was compiled without the optimiser `lion`: compile it again with the"
              + " optimiser's equations on the processor path",
          assertThrows(
              DeviceException.class,
              () -> net.apply(new UpdateStep("lion", Map.of(), Map.of()))).getMessage());
      Map<String, Memory> velocity = Map.of("velocity", HostMemory.of(new float[51]));
      assertEquals(
          "`SoftmaxRegression` was compiled with an optimiser `sgd` that has a number `rate`, which this"
              + " one lacks: compile it with the version that you run",
          assertThrows(
              DeviceException.class,
              () -> net.apply(new UpdateStep("sgd", velocity, Map.of()))).getMessage());
    }
  }

  @Test
  void aSmallBatchIsTheBeginningOfALargeOne() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      net.inferencePass(images(4), 4);
      float[] four = net.lastLogits();
      net.inferencePass(images(3), 3);
      assertArrayEquals(Arrays.copyOf(four, 9), net.lastLogits());
    }
  }

  @Test
  void wrongBatchesAreTold() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      assertMessage(
          "a batch of 5 does not fit `SoftmaxRegression`, which was built for 1 to 4 samples at a"
              + " time",
          () -> net.feed(images(5), new int[5], 5));
      assertMessage(
          "32 values are not the `images` of 3 samples of `SoftmaxRegression`, which are 48: 4×4×1 each,"
              + " stored [h][w][c]",
          () -> net.predict(images(2), 3));
      assertMessage(
          "3, number 1 of `labels`, is not one of the 3 of `SoftmaxRegression`",
          () -> net.feed(images(2), new int[] {0, 3}, 2));
      assertMessage(
          "1 values are not the `labels` of 2 samples of `SoftmaxRegression`, which are 2: one each",
          () -> net.feed(images(2), new int[1], 2));
      assertMessage(
          "`SoftmaxRegression` has no parameter `logits.wait`",
          () -> net.parameter("logits.wait"));
    }
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void aPassNeedsABatchOfItsMode() {
    Network net = SoftmaxRegression.on(CPU, 4, 11);
    assertThrows(IllegalStateException.class, net::trainingPass);
    net.inferencePass(images(1), 1);
    assertThrows(IllegalStateException.class, net::trainingPass);
    net.close();
    assertThrows(IllegalStateException.class, () -> net.predict(images(1), 1));
  }

  @Test
  void memoryThatCannotBeHadIsToldWithTheFix() {
    NetworkSpec spec = SoftmaxRegression.spec(1, 4, 4, 3);
    assertEquals(4 * (10L * 24 + 1 + 2 * 51 + 16),
        SoftmaxRegression.model(spec).trainingBytes(CPU, 10));
    assertEquals(4 * (10L * 19 + 3 + 51 + 16),
        SoftmaxRegression.model(spec).inferenceBytes(CPU, 10));
    String tooLarge =
        assertThrows(
            NetworkMemoryException.class,
            () -> new SoftmaxRegression(spec, CPU, 2_000_000_000, 0))
            .getMessage();
    assertTrue(tooLarge.startsWith("`SoftmaxRegression` needs "), tooLarge);
    assertTrue(tooLarge.contains(": use a batch of at most "), tooLarge);
    assertThrows(IllegalArgumentException.class, () -> new SoftmaxRegression(spec, CPU, 0, 0));
  }

  @Test
  void aDescriptionMustBeConsistent() {
    NetworkSpec.Builder twice =
        NetworkSpec.of("Twice", "example.Twice")
            .input("images", Layout.image(1, 1, 1), 0)
            .output("logits", Layout.of(1))
            .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels")
            .parameter("w", Layout.of(4), 0, new Initializer.Constant(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> twice.parameter("w", Layout.of(1), 4, new Initializer.Constant(0)).build());
    NetworkSpec.Builder overlap =
        NetworkSpec.of("Overlap", "example.Overlap")
            .parameter("v", Layout.of(4), 0, new Initializer.Constant(0));
    assertEquals(
        "the description of `Overlap` lacks its inputs",
        assertThrows(IllegalStateException.class, overlap::build).getMessage());
    overlap
        .input("images", Layout.image(1, 1, 1), 0)
        .output("logits", Layout.of(1))
        .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels")
        .parameter("w", Layout.of(1), 3, new Initializer.Constant(0));
    assertEquals(
        "`w` begins at float 3, inside the tensor before it, which ends at 4",
        assertThrows(IllegalArgumentException.class, overlap::build).getMessage());
  }

  @Test
  void handlesShowOutputsThatAreKept() {
    try (Network net = SoftmaxRegression.on(CPU, 4, 11)) {
      LayerHandle logits = new LayerHandle(net, "logits", Layout.of(3));
      assertThrows(IllegalStateException.class, logits::output);
      net.inferencePass(images(4), 4);
      assertEquals(
          "`SoftmaxRegression` holds no training pass: members have outputs after trainingPass, until"
              + " another batch is fed",
          assertThrows(IllegalStateException.class, logits::output).getMessage());
      net.trainingPass(images(4), new int[4], 4);
      Tensor output = logits.output();
      assertArrayEquals(new int[] {4, 3}, output.shape());
      assertArrayEquals(net.lastLogits(), output.toArray());
      LayerHandle fused = new LayerHandle(net, "mask", Layout.of(3));
      assertTrue(
          assertThrows(IllegalStateException.class, fused::output)
              .getMessage()
              .startsWith("the output of `mask` is not kept"));
      LossHandle loss = new LossHandle(net, "loss");
      assertEquals(net.lastLoss(), loss.value());
      assertFalse(Float.isNaN(loss.value()));
      assertEquals("loss of SoftmaxRegression", loss.toString());
    }
  }
}

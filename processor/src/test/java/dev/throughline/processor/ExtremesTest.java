package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.ExtremeCase;
import dev.throughline.processor.testing.ExtremeCase.Outcome;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Feed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Infinite and huge values, and values that are all alike: losses and gradients are PyTorch's, finite where the
 * right value is; in the interpreter and in generated Java of either form.
 */
class ExtremesTest {
  /** Of the size of 1; generated Java is single. */
  private static final double TOLERANCE = 1e-5;

  private static Path compiled;

  @BeforeAll
  static void compile() {
    compiled = ExtremeCase.compileAll();
  }

  static List<ExtremeCase> cases() {
    return ExtremeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theInterpreterComputesWhatPyTorchDoes(ExtremeCase extreme) {
    check(extreme, extreme.interpreted());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generatedJavaComputesWhatPyTorchDoes(ExtremeCase extreme) {
    check(extreme, extreme.generated(compiled));
  }

  @ParameterizedTest
  @EnumSource(AnotherMachine.Kind.class)
  void allFormsOfKernelsAgreeBitForBit(AnotherMachine.Kind kind) {
    Process machine = kind.machine().start(ExtremeCase.class, compiled.toString());
    assertEquals(
        ExtremeCase.bits(compiled), String.join("\n", AnotherMachine.lines(machine)));
  }

  /** Padding is never the largest of a window, and a window of -∞ alone has a largest element. */
  @ParameterizedTest
  @ValueSource(strings = {"@MaxPool(size = 3, stride = 2, padding = 1)", "@MaxPool(size = 2)"})
  void aWindowOfMinusInfinityIsPooledLikeOneOfVerySmallNumbers(String pool) {
    String members =
        "@DepthwiseConv(kernel = 1) Layer x(); %s Layer max(); @BinaryCrossEntropy Loss loss();";
    String source = Networks.source("Pooled", 5, 4, 4, members.formatted(pool), "");
    Path classes = GeneratedNetwork.compile(new Compilation().source("Pooled.java", source));
    try (Device device = Device.cpu(1);
        Network network = new GeneratedNetwork(classes, "PooledNetwork").on(device, 1, 1)) {
      network.parameter("x.weight").set(new float[] {1, 1, 1, 1, 1});
      float[] infinite = biasGradient(network, Float.NEGATIVE_INFINITY);
      assertEquals(Float.POSITIVE_INFINITY, network.lastLoss(), "of logits that cannot be right");
      assertTrue(infinite[0] < 0 && Float.isFinite(infinite[0]), () -> "is " + infinite[0]);
      assertArrayEquals(biasGradient(network, -1e30f), infinite);
    }
  }

  /** Of images that are {@code value} but for their last row, which is 0. */
  private static float[] biasGradient(Network network, float value) {
    float[] images = new float[80];
    Arrays.fill(images, 0, 60, value);
    float[] targets = new float[network.spec().targets().getFirst().layout().size()];
    Arrays.fill(targets, 0.5f);
    network.feed(Feed.of(1).numbers("images", images).numbers("targets", targets));
    network.trainingPass();
    return network.gradient("x.bias").toArray();
  }

  private static void check(ExtremeCase extreme, List<Outcome> found) {
    List<Outcome> expected = extreme.recorded();
    for (int b = 0; b < expected.size(); b++) {
      String of = extreme + " of " + Arrays.toString(extreme.rows(b));
      assertSame(expected.get(b).loss(), found.get(b).loss(), "loss of " + of);
      for (int i = 0; i < found.get(b).gradient().length; i++) {
        assertSame(
            expected.get(b).gradient()[i],
            found.get(b).gradient()[i],
            "gradient %d of %s".formatted(i, of));
      }
    }
  }

  private static void assertSame(double expected, double actual, String what) {
    double error = Math.abs(actual - expected);
    assertTrue(
        (float) expected == (float) actual
            || Double.isNaN(expected) && Double.isNaN(actual)
            || error <= TOLERANCE * Math.max(1, Math.abs(expected)),
        () -> "%s is %s, not %s".formatted(what, actual, expected));
  }
}

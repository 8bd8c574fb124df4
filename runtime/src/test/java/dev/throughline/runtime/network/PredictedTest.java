package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.LossKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a prediction is, for each loss and shape. */
class PredictedTest {
  private static final CpuDevice CPU = Device.cpu(1);
  private static final float NAN = Float.NaN;

  @AfterAll
  static void closeDevice() {
    CPU.close();
  }

  private static Network answered(LossKind loss, int[] extents, int n, float... answers) {
    Network net = Echo.on(CPU, n, loss, extents);
    net.inferencePass(answers, n);
    return net;
  }

  private static String refused(Class<? extends Exception> type, Runnable call) {
    return String.valueOf(assertThrows(type, call::run).getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTMAX_CROSS_ENTROPY", "SQUARED_HINGE"})
  void aChoiceAmongClassesPredictsTheFirstOfTheLargest(LossKind loss) {
    Network net = answered(loss, new int[] {3}, 3, 0, 2, 1, /**/ 5, 5, 5, /**/ -3, -2, -1);
    assertEquals(1, net.predicted(0));
    assertEquals(0, net.predicted(1));
    assertEquals(2, net.predicted(2));
    assertArrayEquals(new int[] {1}, net.predict(new float[] {0, 2, 1}, 1));
  }

  @Test
  void aLanguageModelPredictsAtEachPositionOfEachSample() {
    int[] extents = {2, 3};
    float[] answers = {9, 0, 0, 0, 9, 0, /* second sample */ 0, 0, 9, 9, 0, 0};
    Network net = answered(LossKind.SOFTMAX_CROSS_ENTROPY, extents, 2, answers);
    assertEquals(0, net.predicted(0, 0));
    assertEquals(1, net.predicted(0, 1));
    assertEquals(2, net.predicted(1, 0));
    assertEquals(0, net.predicted(1, 1));
    assertArrayEquals(new int[] {0, 1, 2, 0}, net.predict(answers, 2));
    assertEquals(
        "`Echo` predicts a class at each of 2 positions: ask for predicted(sample, position)",
        refused(IllegalStateException.class, () -> net.predicted(1)));
    assertEquals(
        "there is no position 2: `Echo` has 2 of them, from 0 on",
        refused(IllegalArgumentException.class, () -> net.predicted(1, 2)));
  }

  @Test
  void oneLogitPredictsClassOneFromAProbabilityOfOneHalfOn() {
    Network net =
        answered(LossKind.BINARY_CROSS_ENTROPY, new int[] {1}, 5, -4, 3, 0, -1e-30f, NAN);
    assertArrayEquals(
        new int[] {0, 1, 1, 0, 0}, net.predict(new float[] {-4, 3, 0, -1e-30f, NAN}, 5));
    assertEquals(1, net.predicted(1));
    assertArrayEquals(new boolean[] {true}, net.predictedLabels(2));
  }

  @Test
  void severalLogitsOfBinaryCrossEntropySayYesOrNoEach() {
    Network net =
        answered(
            LossKind.BINARY_CROSS_ENTROPY, new int[] {3}, 2, 1, -1, 0, /**/ -1, NAN, 7);
    assertArrayEquals(new boolean[] {true, false, true}, net.predictedLabels(0));
    assertArrayEquals(new boolean[] {false, false, true}, net.predictedLabels(1));
    String sentence =
        "`Echo` says yes or no to 3 labels, not which is the one: ask for predictedLabels(sample)";
    assertEquals(sentence, refused(IllegalStateException.class, () -> net.predicted(0)));
    assertEquals(
        sentence, refused(IllegalStateException.class, () -> net.predict(new float[3], 1)));
  }

  @Test
  void numbersAreNoClasses() {
    Network net = answered(LossKind.MEAN_SQUARED_ERROR, new int[] {2}, 1, 3, 4);
    assertEquals(
        "`Echo` predicts numbers, not classes: `y` has mean squared error; read lastLogits() or"
            + " output(\"y\")",
        refused(IllegalStateException.class, () -> net.predicted(0)));
    refused(IllegalStateException.class, () -> net.predict(new float[2], 1));
    assertEquals(
        "`Echo` says yes or no to nothing: `y` has mean squared error",
        refused(IllegalStateException.class, () -> net.predictedLabels(0)));
    assertArrayEquals(new float[] {3, 4}, net.lastLogits(), "a refused call changed the answer");
  }

  @Test
  void nanCountsAsTheLargestAsInPyTorch() {
    Network net =
        answered(
            LossKind.SOFTMAX_CROSS_ENTROPY,
            new int[] {3},
            3,
            NAN, 1, 2, /**/ 1, NAN, NAN, /**/ Float.NEGATIVE_INFINITY, 1, NAN);
    assertEquals(0, net.predicted(0));
    assertEquals(1, net.predicted(1));
    assertEquals(2, net.predicted(2));
  }

  @Test
  void infiniteLogitsAreOrderedLikeAnyOthers() {
    float infinity = Float.POSITIVE_INFINITY;
    Network net =
        answered(
            LossKind.SOFTMAX_CROSS_ENTROPY,
            new int[] {2},
            2, -infinity, -1, /**/ 1, infinity);
    assertEquals(1, net.predicted(0));
    assertEquals(1, net.predicted(1));
  }

  @Test
  void aSampleThatThePassDidNotHaveIsRefused() {
    Network net = answered(LossKind.SOFTMAX_CROSS_ENTROPY, new int[] {2}, 2, 0, 1, 1, 0);
    net.inferencePass(new float[] {0, 1}, 1);
    for (int sample : new int[] {-1, 1, 2, Integer.MAX_VALUE}) {
      assertEquals(
          "there is no sample %d: the last pass of `Echo` had 1, from 0 on".formatted(sample),
          refused(IllegalArgumentException.class, () -> net.predicted(sample)));
      refused(IllegalArgumentException.class, () -> net.predicted(sample, 0));
    }
  }

  @Test
  void beforeThePassNothingIsPredicted() {
    Network net = Echo.on(CPU, 2, LossKind.SOFTMAX_CROSS_ENTROPY, 2);
    String sentence = "`Echo` has answered nothing yet: run a pass first";
    assertEquals(sentence, refused(IllegalStateException.class, () -> net.predicted(0)));
    assertEquals(sentence, refused(IllegalStateException.class, net::lastLogits));
    assertEquals(sentence, refused(IllegalStateException.class, () -> net.output("y")));
    net.feed(Feed.of(1).numbers("x", new float[2]).numbers("t", new float[2]));
    assertEquals(
        "`Echo` has not answered the batch it was fed: run a pass, to its end",
        refused(IllegalStateException.class, () -> net.predicted(0)));
    net.trainingPass();
    assertEquals(0, net.predicted(0));
  }
}

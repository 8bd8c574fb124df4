package dev.throughline.runtime.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.network.Echo;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static Prediction of(LossKind loss, Layout shape, float... answer) {
    NetworkSpec spec = Echo.spec(loss, shape);
    return new Prediction(
        spec, spec.logits(), Map.of("y", answer), List.of("cat", "dog", "ship"));
  }

  private static Prediction classes(float... logits) {
    return of(LossKind.SOFTMAX_CROSS_ENTROPY, Layout.of(logits.length), logits);
  }

  private static String refused(Class<? extends Exception> type, Runnable call) {
    return String.valueOf(assertThrows(type, call::run).getMessage());
  }

  @Test
  void softmaxGivesProbabilitiesOfClasses() {
    Prediction prediction = classes((float) Math.log(1), (float) Math.log(2), (float) Math.log(5));
    assertArrayEquals(new double[] {1 / 8.0, 2 / 8.0, 5 / 8.0}, prediction.probabilities(), 1e-7);
    assertEquals(
        List.of("ship", "dog", "cat"), prediction.top(3).stream().map(Choice::name).toList());
    assertEquals("[ship (0.6250), dog (0.2500), cat (0.1250)]", prediction.toString());
  }

  @Test
  void ofEqualsTheFirstIsFirst() {
    assertEquals(
        List.of(1, 2, 0), classes(0, 3, 3).top(3).stream().map(Choice::label).toList());
  }

  @Test
  void hugeAndInfiniteLogitsHaveProbabilitiesToo() {
    assertArrayEquals(new double[] {1, 0, 0}, classes(3e38f, -3e38f, 0).probabilities());
    assertArrayEquals(new double[] {0, 1, 0}, classes(-INFINITY, 0, -INFINITY).probabilities());
    assertArrayEquals(new double[] {0.5, 0, 0.5}, classes(INFINITY, 9, INFINITY).probabilities());
  }

  @Test
  void anAnswerOfNanIsRefused() {
    String sentence =
        "`Echo` answers NaN: the sample holds NaN, or numbers too large for this network";
    Prediction nan = classes(1, Float.NaN, 2);
    assertEquals(sentence, refused(ServingException.class, nan::best));
    assertEquals(sentence, refused(ServingException.class, () -> nan.top(1)));
    assertEquals(sentence, refused(ServingException.class, nan::probabilities));
    assertEquals(3, nan.numbers().length);
    Prediction label = of(LossKind.BINARY_CROSS_ENTROPY, Layout.of(1), Float.NaN);
    assertEquals(sentence, refused(ServingException.class, label::best));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 4, Integer.MAX_VALUE})
  void aTopThatIsNotThereIsRefused(int k) {
    assertEquals(
        "there are no %d most probable: `Echo` tells 3 apart".formatted(k),
        refused(IllegalArgumentException.class, () -> classes(1, 2, 3).top(k)));
  }

  @Test
  void aSquaredHingeGivesScores() {
    Prediction prediction = of(LossKind.SQUARED_HINGE, Layout.of(3), -2, 7, 1);
    assertEquals(new Choice(1, "dog", 7), prediction.best());
    assertEquals(
        "`Echo` was trained with squared hinge loss, which gives scores and no probabilities: read"
            + " top(k) or numbers()",
        refused(IllegalStateException.class, prediction::probabilities));
  }

  @Test
  void oneLogitGivesTheProbabilitiesOfTwoClasses() {
    Prediction yes = of(LossKind.BINARY_CROSS_ENTROPY, Layout.of(1), (float) Math.log(3));
    assertArrayEquals(new double[] {0.25, 0.75}, yes.probabilities(), 1e-7);
    assertEquals("dog", yes.best().name());
    assertEquals(0, of(LossKind.BINARY_CROSS_ENTROPY, Layout.of(1), -90).best().label());
    assertArrayEquals(
        new double[] {0, 1},
        of(LossKind.BINARY_CROSS_ENTROPY, Layout.of(1), 800).probabilities(),
        1e-300);
  }

  @Test
  void severalLogitsGiveTheProbabilityOfEachLabel() {
    Prediction prediction = of(LossKind.BINARY_CROSS_ENTROPY, Layout.of(4), -1, 0, 2, 5);
    assertArrayEquals(
        new double[] {0.26894142, 0.5, 0.88079708, 0.99330715}, prediction.probabilities(), 1e-8);
    assertEquals(
        List.of("dog", "ship", "3"), prediction.labels().stream().map(Choice::name).toList());
    assertEquals("3", prediction.best().name());
  }

  @Test
  void aSequenceIsAskedWithAPosition() {
    Prediction prediction =
        of(LossKind.SOFTMAX_CROSS_ENTROPY, Layout.of(2, 3), 9, 0, 0, 0, 0, 9);
    assertEquals(2, prediction.positions());
    assertEquals("cat", prediction.best(0).name());
    assertEquals("ship", prediction.best(1).name());
    assertEquals(2, prediction.top(1, 2).size());
    assertEquals(
        "`Echo` chooses a class at each of 2 positions: say at which",
        refused(IllegalStateException.class, prediction::best));
    for (int position : new int[] {-1, 2}) {
      refused(IllegalArgumentException.class, () -> prediction.best(position));
    }
  }

  @Test
  void numbersAreReadAsNumbers() {
    Prediction image = of(LossKind.MEAN_SQUARED_ERROR, Layout.image(2, 1, 2), 1, 2, 3, 4);
    assertArrayEquals(new float[] {1, 2, 3, 4}, image.numbers());
    assertEquals(2, image.tensor().get(1, 0, 0));
    String message = refused(IllegalStateException.class, image::best);
    assertEquals(
        "`y` of `Echo` is numbers, with no classes or labels to choose from: read numbers() or tensor()",
        message);
    refused(IllegalStateException.class, image::probabilities);
    refused(IllegalStateException.class, image::labels);
  }

  @Test
  void anOutputThatIsNotThereIsRefused() {
    assertEquals(
        "`z` of `Echo` is no output: it has y",
        refused(IllegalArgumentException.class, () -> classes(1, 2).output("z")));
  }
}

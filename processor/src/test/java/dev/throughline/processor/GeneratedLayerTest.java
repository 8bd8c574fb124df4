package dev.throughline.processor;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static dev.throughline.processor.testing.Closeness.distance;
import static dev.throughline.processor.testing.Closeness.narrow;
import static dev.throughline.processor.testing.Closeness.norm;
import static dev.throughline.processor.testing.Closeness.widen;
import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.GeneratedNetwork.Loaded;
import dev.throughline.processor.testing.Kernels;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layer: generated Java computes what the interpreter defines, within single precision, and both sets of
 * kernels and any number of threads compute it bitwise alike.
 */
class GeneratedLayerTest {
  private static final int CAPACITY = 7;
  private static final int BATCH = 5;

  /** Of values of the size of 1, after sums of some hundred terms. */
  private static final double TOLERANCE = 1e-5;

  /** Below this norm a gradient is what is left of larger terms that cancel. */
  private static final double CANCELLED = 0.1;

  private static final String BLOCKS =
      """
          @Block interface Post {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU) Layer conv1();
            @Conv(kernel = 3, norm = BATCH) Layer conv2();
          }
          @Block interface Pre {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU,
            order = PRE_ACTIVATION) Layer conv1();
            @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION) Layer conv2();
          }
          """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "13 | 17 | @Conv(filters = 7, kernel = 3) Layer y();",
        " 7 |  1 | @Conv(filters = 1, kernel = 1) Layer y();",
        " 1 |  7 | @Conv(filters = 17, kernel = 3, norm = BATCH, activation = RELU) Layer y();",
        "13 | 13 | @Conv(filters = 31, kernel = 3, stride = 2, norm = BATCH) Layer y();",
        "17 |  7 | @Conv(filters = 5, kernel = 1, stride = 2, bias = Bias.NEVER) Layer y();",
        " 7 | 13 | @Conv(filters = 3, kernel = 5, stride = 3, padding = 2, activation = TANH)"
            + " Layer y();",
        " 9 |  8 | @Conv(filters = 3, kernel = 2, padding = 0, bias = Bias.ALWAYS, norm = BATCH)"
            + " Layer y();",
        " 8 |  8 | @Conv(filters = 16, kernel = 3, activation = GELU) Layer y();",
        " 6 |  6 | @Conv(filters = 33, kernel = 3, order = PRE_ACTIVATION, norm = BATCH,"
            + " activation = SIGMOID) Layer y();",
        "31 | 31 | @Conv(filters = 13, kernel = 7, stride = 2, padding = 3, norm = BATCH,"
            + " activation = RELU) Layer y();",
        " 7 |  5 | @BatchNorm Layer y();",
        " 1 |  1 | @BatchNorm(epsilon = 0.01, momentum = 0.5, activation = SIGMOID) Layer y();",
        " 5 | 13 | @Activation(RELU) Layer y();",
        " 5 | 13 | @Activation(SIGMOID) Layer y();",
        " 5 | 13 | @Activation(TANH) Layer y();",
        " 5 | 13 | @Activation(GELU) Layer y();",
        "13 | 17 | @MaxPool(size = 3, stride = 2, padding = 1) Layer y();",
        " 7 |  7 | @MaxPool(size = 2) Layer y();",
        " 6 |  5 | @MaxPool(size = 3, stride = 1) Layer y();",
        "13 | 17 | @AveragePool(size = 3, stride = 2, padding = 1) Layer y();",
        " 8 |  7 | @AveragePool(size = 2) Layer y();",
        " 7 |  5 | @Dropout(rate = 0.3) Layer y();",
        " 7 |  7 | @Residual(repeat = 2, filters = 13) Post y();",
        " 7 |  8 | @Residual(filters = 17, stride = 2, shortcut = PAD) Post y();",
        " 5 |  7 | @Residual(filters = 15, stride = 2, shortcut = PAD, activation = NONE) Pre y();",
        " 7 |  5 | @Residual(filters = 7, stride = 2, shortcut = PROJECTION) Post y();",
        " 4 |  4 | @Residual(filters = 4, shortcut = PROJECTION, shortcutNorm = Norm.NONE) Pre y();",
        " 6 |  6 | @Sequence(filters = 9, repeat = 2, stride = 2) Post y();",
      })
  void ofImages(int height, int width, String member) {
    check(
        3,
        height,
        width,
        10,
        """
            @Conv(filters = 13, kernel = 3, activation = TANH) Layer before();
            %s
            @GlobalAveragePool Layer pool();
            @Linear(units = 10) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            """
            .formatted(member));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Linear(units = 1) Layer y();",
        "@Linear(units = 31, norm = BATCH, activation = RELU) Layer y();",
        "@Linear(units = 17, bias = Bias.NEVER, activation = GELU) Layer y();",
        "@Linear(units = 128, activation = SIGMOID) Layer y();",
        "@BatchNorm(activation = TANH) Layer y();",
        "@Activation(SIGMOID) Layer y();",
        "@Dropout(rate = 0.5) Layer y();",
      })
  void ofVectors(String member) {
    check(
        3,
        7,
        5,
        7,
        """
            @Conv(filters = 2, kernel = 3, activation = TANH) Layer before();
            @Flatten Layer vector();
            %s
            @Linear(units = 7) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            """
            .formatted(member));
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "10, 0", "13, 0.1", "31, 0.5", "100, 0.1"})
  void ofSoftmaxCrossEntropy(int classes, double smoothing) {
    check(
        1,
        3,
        3,
        classes,
        """
            @Flatten Layer vector();
            @Linear(units = %d) Layer logits();
            @SoftmaxCrossEntropy(labelSmoothing = %s) Loss loss();
            """
            .formatted(classes, smoothing));
  }

  private static void check(int channels, int height, int width, int classes, String members) {
    Networks defined = Networks.of(channels, height, width, members, BLOCKS);
    Graph forward = defined.training();
    GeneratedNetwork generated =
        GeneratedNetwork.of(channels, height, width, members, BLOCKS);
    Loaded vector = generated.load(Kernels.VECTOR);
    double[] images =
        NamedValues.spreadEvenly("images", BATCH * channels * height * width);
    int[] labels = IntStream.range(0, BATCH).map(n -> n * 5 % classes).toArray();
    try (Device device = Device.cpu(2);
        Network network = network(vector, device, forward)) {
      network.trainingPass(narrow(images), labels, BATCH);
      checkTraining(network, forward, images, labels);
      network.inferencePass(narrow(images), BATCH);
      checkInference(network, defined.folded(), images);
    }
    Outcome expected = run(vector, forward, 1, images, labels);
    run(vector, forward, 2, images, labels).assertBitwise(expected, "two threads");
    run(vector, forward, 3, images, labels).assertBitwise(expected, "three threads");
    run(generated.load(Kernels.TWIN), forward, 2, images, labels)
        .assertBitwise(expected, "the scalar twin");
  }

  private static Network network(Loaded loaded, Device device, Graph forward) {
    Network network = loaded.on(device, CAPACITY, RecordedNetwork.SEED);
    GeneratedNetwork.setWeights(network, forward.parameters());
    return network;
  }

  private static void checkTraining(
      Network network, Graph forward, double[] images, int[] labels) {
    Graph training = Autodiff.apply(forward);
    double[] classes = IntStream.of(labels).asDoubleStream().toArray();
    Results expected =
        GraphInterpreter.run(
            training,
            new Feeds(
                BATCH,
                images,
                classes,
                NamedValues.parametersOf(forward),
                Map.of(),
                RecordedNetwork.MASK_KEY,
                0));
    assertClose(
        "logits", expected.value(training.logits()), widen(network.lastLogits()), TOLERANCE);
    double loss = expected.value(Objects.requireNonNull(training.loss()))[0];
    assertEquals(loss, network.lastLoss(), TOLERANCE * loss, "loss");
    training.gradients()
        .forEach(
            (parameter, gradient) -> {
              double[] actual = GeneratedNetwork.gradient(network, info(parameter));
              double norm = norm(expected.value(gradient));
              double error = distance(expected.value(gradient), actual);
              assertTrue(
                  error < TOLERANCE * Math.max(norm, CANCELLED),
                  () -> "gradient of %s: %.3g".formatted(info(parameter).name(), error / norm));
            });
    GeneratedNetwork.assertStates(expected.states(), network, TOLERANCE);
  }

  private static void checkInference(Network network, Graph folded, double[] images) {
    Map<String, double[]> states = GeneratedNetwork.states(network);
    Results expected =
        GraphInterpreter.run(
            folded,
            new Feeds(
                BATCH, images, new double[0], NamedValues.parametersOf(folded), states, 0, 0));
    assertClose(
        "evaluation logits",
        expected.value(folded.logits()),
        widen(network.lastLogits()),
        TOLERANCE);
  }

  /** All that two training passes and an inference pass leave behind. */
  private record Outcome(
      float[] loss, float[] logits, float[] gradients, float[] states, float[] inferred) {
    void assertBitwise(Outcome expected, String who) {
      assertArrayEquals(expected.loss, loss, who + ": loss");
      assertArrayEquals(expected.logits, logits, who + ": logits");
      assertArrayEquals(expected.gradients, gradients, who + ": gradients");
      assertArrayEquals(expected.states, states, who + ": running statistics");
      assertArrayEquals(expected.inferred, inferred, who + ": evaluation logits");
    }
  }

  private static Outcome run(
      Loaded loaded, Graph forward, int threads, double[] images, int[] labels) {
    try (Device device = Device.cpu(threads);
        Network network = network(loaded, device, forward)) {
      float[] pixels = narrow(images);
      float first = network.trainingPass(pixels, labels, BATCH);
      float second = network.trainingPass(pixels, labels, BATCH - 2);
      float[] logits = network.lastLogits();
      network.inferencePass(pixels, BATCH);
      return new Outcome(
          new float[] {first, second},
          logits,
          network.flatGradients().clone(),
          network.flatStates().clone(),
          network.lastLogits());
    }
  }
}

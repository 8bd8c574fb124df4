package dev.throughline.processor.layer;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.testing.GradientCheck;
import dev.throughline.processor.testing.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients of every layer, between weights and a loss, against finite differences. */
class LayerGradientTest {
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
  @ValueSource(
      strings = {
        "@Conv(filters = 7, kernel = 1) Layer y();",
        "@Conv(filters = 5, kernel = 3, stride = 2, norm = BATCH, activation = RELU) Layer y();",
        "@Conv(filters = 3, kernel = 3, padding = 0, bias = Bias.ALWAYS, norm = BATCH) Layer y();",
        "@Conv(filters = 3, kernel = 2, bias = Bias.NEVER, activation = TANH) Layer y();",
        "@Conv(filters = 4, kernel = 3, order = PRE_ACTIVATION, norm = BATCH, activation = GELU)"
            + " Layer y();",
        "@BatchNorm Layer y();",
        "@BatchNorm(epsilon = 0.01, momentum = 0.5, activation = SIGMOID) Layer y();",
        "@LayerNorm Layer y();",
        "@LayerNorm(epsilon = 0.01, activation = SIGMOID) Layer y();",
        "@Activation(RELU) Layer y();",
        "@Activation(SIGMOID) Layer y();",
        "@Activation(TANH) Layer y();",
        "@Activation(GELU) Layer y();",
        "@MaxPool(size = 3, stride = 2, padding = 1) Layer y();",
        "@AveragePool(size = 3, stride = 2, padding = 1) Layer y();",
        "@Dropout(rate = 0.3) Layer y();",
        "@Residual(repeat = 2, filters = 3) Post y();",
        "@Residual(filters = 5, stride = 2, shortcut = PAD) Post y();",
        "@Residual(filters = 4, stride = 2, shortcut = PROJECTION) Post y();",
        "@Residual(filters = 4, shortcut = PROJECTION, shortcutNorm = Norm.NONE, activation = NONE)"
            + " Pre y();",
        "@Sequence(filters = 2, repeat = 2, stride = 2) Post y();",
      })
  void ofImages(String member) {
    checkBetween(7, 5, member + " @GlobalAveragePool Layer pool(); @Linear(units = 3) Layer z();");
    checkBetween(6, 7, member + " @Flatten Layer vector(); @Linear(units = 3) Layer z();");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Linear(units = 13, norm = BATCH, activation = RELU) Layer y();",
        "@Linear(units = 1, bias = Bias.NEVER, activation = GELU) Layer y();",
        "@BatchNorm(activation = TANH) Layer y();",
        "@LayerNorm(activation = TANH) Layer y();",
        "@Activation(SIGMOID) Layer y();",
        "@Dropout(rate = 0.5) Layer y();",
      })
  void ofVectors(String member) {
    checkBetween(3, 5, "@Flatten Layer vector(); " + member + " @Linear(units = 3) Layer z();");
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "10, 0", "13, 0.1", "31, 0.5"})
  void ofSoftmaxCrossEntropy(int classes, double smoothing) {
    String members =
        """
            @Flatten Layer vector();
            @Linear(units = %d) Layer logits();
            @SoftmaxCrossEntropy(labelSmoothing = %s) Loss loss();
            """;
    check(Networks.of(2, 3, 3, members.formatted(classes, smoothing)), 2, 3, 3, classes);
  }

  private static void checkBetween(int height, int width, String members) {
    String all =
        """
            @Conv(filters = 3, kernel = 3) Layer before();
            %s
            @SoftmaxCrossEntropy Loss loss();
            """;
    check(
        Networks.of(2, height, width, all.formatted(members), BLOCKS), 2, height, width, 3);
  }

  private static void check(Networks network, int channels, int height, int width, int classes) {
    Graph forward = network.training();
    TensorType image = TensorType.image(channels, height, width);
    Feeds feeds = GradientCheck.feeds(forward, image, classes, 5);
    GradientCheck.check(forward, feeds);
    GradientCheck.checkClosedForms(forward, feeds);
  }
}

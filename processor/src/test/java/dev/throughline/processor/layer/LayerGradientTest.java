package dev.throughline.processor.layer;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
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
          @Block interface Growing {
            @Conv(ratio = 2, kernel = 1, activation = RELU) Layer conv1();
            @Conv(kernel = 3, norm = BATCH, activation = TANH) Layer conv2();
          }
          @Block interface Head {
            @Conv(kernel = 3, activation = TANH) Layer conv();
            @GlobalAveragePool Layer pool();
            @Linear(units = 3) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
          }
          @Block interface Twins {
            @Conv(kernel = 3, activation = TANH) Layer first();
            @SharedWith("first") @Conv(kernel = 3, activation = TANH) Layer second();
            @SharedWith("second") @Conv(kernel = 3) Layer third();
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
        "@Conv(filters = 3, kernel = {1, 3}, stride = {2, 1}, norm = BATCH, epsilon = 1e-3) Layer y();",
        "@Conv(filters = 6, kernel = 3, dilation = {1, 2}, groups = 3) Layer y();",
        "@DepthwiseConv(kernel = 3, multiplier = 2, norm = BATCH, activation = SOFTPLUS) Layer y();",
        "@LayerNorm Layer y();",
        "@GroupNorm(groups = 3, activation = SILU) Layer y();",
        "@GroupNorm(groups = 1, epsilon = 0.01) Layer y();",
        "@LocalResponseNorm(size = 2, alpha = 0.7, k = 2) Layer y();",
        "@LayerNorm(epsilon = 0.01, activation = SIGMOID) Layer y();",
        "@Activation(RELU) Layer y();",
        "@Activation(SIGMOID) Layer y();",
        "@Activation(TANH) Layer y();",
        "@Activation(GELU) Layer y();",
        "@Activation(SILU) Layer y();",
        "@Activation(value = LEAKY_RELU, slope = 0.2) Layer y();",
        "@Activation(value = ELU, alpha = 0.7) Layer y();",
        "@Activation(SOFTPLUS) Layer y();",
        "@MaxPool(size = 3, stride = 2, padding = 1) Layer y();",
        "@AveragePool(size = 3, stride = 2, padding = 1) Layer y();",
        "@AveragePool(size = {2, 3}, stride = 2, ceilMode = true) Layer y();",
        "@MaxPool(size = 3, stride = 2, ceilMode = true) Layer y();",
        "@AdaptiveAveragePool(height = 3, width = 11) Layer y();",
        "@Dropout(rate = 0.3) Layer y();",
        "@Residual(repeat = 2, filters = 3) Post y();",
        "@Residual(filters = 5, stride = 2, shortcut = PAD) Post y();",
        "@Residual(filters = 4, stride = 2, shortcut = PROJECTION) Post y();",
        "@Residual(filters = 4, shortcut = PROJECTION, shortcutNorm = Norm.NONE, activation = NONE)"
            + " Pre y();",
        "@Sequence(filters = 2, repeat = 2, stride = 2) Post y();",
        "@Add(from = \"before\", activation = SIGMOID) Layer y();",
        "@Concat(from = {\"images\", \"before\", \"before\"}) Layer y();",
        "@Concat({@Branch(@Conv(filters = 2, kernel = 1)), @Branch(pool = @MaxPool(size = 3, stride ="
            + " 1, padding = 1), value = @Conv(filters = 3, kernel = 3))}) Layer y();",
        "@DenseConnect(growth = 2, repeat = 3) Growing y();",
        "@From(\"before\") @Conv(filters = 2, kernel = 3, norm = BATCH) Layer y();",
        "@AuxLoss(weight = 0.3, filters = 2) Head y();",
        "@Sequence(filters = 3) Twins y();",
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
        "@GroupNorm(groups = 5) Layer y();",
        "@Activation(SIGMOID) Layer y();",
        "@Dropout(rate = 0.5) Layer y();",
      })
  void ofVectors(String member) {
    checkBetween(3, 5, "@Flatten Layer vector(); " + member + " @Linear(units = 3) Layer z();");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | @SoftmaxCrossEntropy",
        "10 | @SoftmaxCrossEntropy(weight = 3)",
        "13 | @SoftmaxCrossEntropy(labelSmoothing = 0.1)",
        "3 | @SoftmaxCrossEntropy(classWeights = {1, 0.5, 3})",
        "7 | @SoftmaxCrossEntropy(ignoredIndex = 5)",
        "10 | @SquaredHinge(margin = 0.7)",
        "7 | @BinaryCrossEntropy",
        "13 | @MeanSquaredError",
      })
  void ofLosses(int units, String loss) {
    String members =
        """
            @Flatten Layer vector();
            @Linear(units = %d) Layer logits();
            %s Loss loss();
            """;
    check(Networks.of(2, 3, 3, members.formatted(units, loss)));
  }

  private static void checkBetween(int height, int width, String members) {
    String all =
        """
            @Conv(filters = 3, kernel = 3) Layer before();
            %s
            @SoftmaxCrossEntropy Loss loss();
            """;
    check(Networks.of(2, height, width, all.formatted(members), BLOCKS));
  }

  private static void check(Networks network) {
    Graph forward = network.training();
    Feeds feeds = GradientCheck.feeds(forward, 5);
    GradientCheck.check(forward, feeds);
    if (!forward.closedForms().isEmpty()) {
      GradientCheck.checkClosedForms(forward, feeds);
    }
  }
}

package dev.throughline.processor.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.testing.Closeness;
import dev.throughline.processor.testing.GradientCheck;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.Networks;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where normalisation can be folded, where not, and that logits stay. */
class NormFoldingTest {
  private static final String HEAD =
      """
          @GlobalAveragePool  Layer pool();
          @Linear(units = 5)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;
  private static final String PRE =
      """
          @Block
          interface Pre {
            @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv();
          }
          """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'@Conv(filters = 6, kernel = 3, norm = BATCH) Layer a();' | 0",
        "'@Conv(filters = 6, kernel = 3, norm = BATCH, bias = Bias.ALWAYS) Layer a();' | 0",
        "'@Conv(filters = 6, kernel = 3) Layer a(); @BatchNorm Layer b();' | 0",
        "'@Flatten Layer a(); @Linear(units = 6, norm = BATCH) Layer b(); ' | 0",
        // Something stands between the weights and the normalisation.
        "'@Conv(filters = 6, kernel = 3, activation = TANH) Layer a(); @BatchNorm Layer b();' | 1",
        "'@MaxPool(size = 2) Layer a(); @BatchNorm Layer b();' | 1",
        "'@BatchNorm Layer a();' | 1",
        // The skip reads what the normalisation reads.
        "'@Conv(filters = 6, kernel = 3) Layer a(); @Residual(filters = 6) Pre b();' | 1"
      })
  void foldsWhereNothingElseReadsTheWeightedSum(String members, int left) {
    boolean vectors = members.contains("@Flatten");
    String head = vectors ? HEAD.replace("@GlobalAveragePool  Layer pool();", "") : HEAD;
    Networks network = Networks.of(3, 5, 7, members + head, PRE);
    assertEquals(1, normalisations(network.inference()));
    assertEquals(left, normalisations(network.folded()));
    Closeness.assertClose(
        "logits", logits(network.inference()), logits(network.folded()), 1e-12);
  }

  private static long normalisations(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.type().batched())
        .filter(n -> n.op().equals(new Primitive.Map(Normalization.AFFINE)))
        .count();
  }

  private static double[] logits(Graph graph) {
    Map<String, double[]> states = new HashMap<>();
    for (Node state : graph.states()) {
      String name = ((Primitive.State) state.op()).name();
      double[] values = NamedValues.spreadEvenly(name, state.type().features());
      for (int i = 0; i < values.length; i++) {
        values[i] = name.endsWith("var") ? 1.5 + values[i] : values[i];
      }
      states.put(name, values);
    }
    Feeds feeds = GradientCheck.feeds(graph, TensorType.image(3, 5, 7), 5, 3);
    Feeds trained =
        new Feeds(
            feeds.batch(), feeds.inputs(), feeds.parameters(), states, 1, 0);
    return GraphInterpreter.run(graph, trained).value(graph.logits());
  }

  @ParameterizedTest
  @CsvSource({"conv, false", "norm, true"})
  void aMemberWithoutAValueOfItsOwnLeavesTheMembers(String member, boolean stays) {
    String members = "@Conv(filters = 6, kernel = 3) Layer conv(); @BatchNorm Layer norm();";
    Networks network = Networks.of(3, 5, 7, members + HEAD);
    assertEquals(stays, network.folded().members().containsKey(member));
  }
}

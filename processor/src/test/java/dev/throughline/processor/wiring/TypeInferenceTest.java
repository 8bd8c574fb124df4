package dev.throughline.processor.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes, paths and names. */
class TypeInferenceTest {
  private static final String HEAD =
      """
          @GlobalAveragePool  Layer pool();
          @Linear(units = 10)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;

  private static final String BASIC =
      """
          @Block
          interface Basic {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
            @Conv(kernel = 3, norm = BATCH)  Layer conv2();
          }
          """;

  private static Networks net(int size, String members, String blocks) {
    return Networks.of(3, size, size, members + HEAD, blocks);
  }

  private static TensorType after(Networks network, String member) {
    return network.training().members().get(member).type();
  }

  @ParameterizedTest
  @CsvSource({
    "7, kernel = 3, 7",
    "7, 'kernel = 3, stride = 2', 4",
    "8, 'kernel = 3, stride = 2', 4",
    "31, 'kernel = 5, padding = 0', 27",
    "17, 'kernel = 4', 16",
    "13, 'kernel = 1, stride = 3', 5",
    "1, kernel = 3, 1",
    "32, 'kernel = 7, stride = 2, padding = 3', 16"
  })
  void aConvolutionHasAsManyRowsAsWindowsFit(int size, String conv, int rows) {
    Networks network =
        net(size, "@Conv(filters = 5, %s)  Layer conv();\n".formatted(conv), "");
    assertEquals(TensorType.image(5, rows, rows), after(network, "conv"));
  }

  @ParameterizedTest
  @CsvSource({
    "MaxPool, 8, size = 2, 4",
    "MaxPool, 112, 'size = 3, stride = 2, padding = 1', 56",
    "AveragePool, 9, size = 3, 3",
    "AveragePool, 7, 'size = 3, stride = 1, padding = 1', 7"
  })
  void aPoolingStridesByItsSize(String kind, int size, String pool, int rows) {
    Networks network = net(size, "@%s(%s)  Layer down();\n".formatted(kind, pool), "");
    assertEquals(TensorType.image(3, rows, rows), after(network, "down"));
  }

  @Test
  void onlyTheFirstRepeatStridesAndWidens() {
    Networks network =
        net(
            9,
            "@Residual(filters = 8, repeat = 3, stride = 2, shortcut = PROJECTION) Basic s();\n",
            BASIC);
    TypedMember stage = network.network().members().getFirst();
    assertEquals(3, stage.bodies().size());
    assertEquals(TensorType.image(3, 9, 9), stage.bodies().get(0).in());
    for (TypedBody body : stage.bodies()) {
      assertEquals(TensorType.image(8, 5, 5), body.out());
      boolean first = body.equals(stage.bodies().getFirst());
      // A projection and its normalisation: weight, γ, β.
      assertEquals(first ? 3 : 0, body.ownParameters(network.training()).size());
      assertEquals(first ? 2 : 0, body.ownStates(network.training()).size());
    }
  }

  @Test
  void aBlockInABlockTakesWhatItIsNotGiven() {
    String blocks =
        """
            @Block
            interface Outer {
              @Conv(kernel = 1, ratio = 0.5)  Layer narrow();
              @Sequence(stride = OF_BLOCK)  Inner inner();
            }
            @Block
            interface Inner {
              @Conv(kernel = 3, stride = OF_BLOCK)  Layer conv();
            }
            """;
    Networks network =
        net(8, "@Sequence(filters = 6, repeat = 2, stride = 2)  Outer outer();\n", blocks);
    assertEquals(TensorType.image(3, 8, 8), after(network, "outer.0.narrow"));
    assertEquals(TensorType.image(6, 4, 4), after(network, "outer.0.inner.conv"));
    assertEquals(TensorType.image(6, 4, 4), after(network, "outer.1.inner"));
  }

  @Test
  void parametersAndStatesAreNamedAsInPyTorch() {
    Networks network =
        net(
            8,
            """
                @Conv(filters = 4, kernel = 3)  Layer stem();
                @Residual(filters = 8, stride = 2, shortcut = PROJECTION)  Basic stage1();
                """,
            BASIC);
    List<String> expected =
        List.of(
            "stem.weight [4, 3, 3, 3]",
            "stem.bias [4]",
            "stage1.conv1.weight [8, 4, 3, 3]",
            "stage1.conv1.norm.weight [8]",
            "stage1.conv1.norm.bias [8]",
            "stage1.conv2.weight [8, 8, 3, 3]",
            "stage1.conv2.norm.weight [8]",
            "stage1.conv2.norm.bias [8]",
            "stage1.shortcut.weight [8, 4, 1, 1]",
            "stage1.shortcut.norm.weight [8]",
            "stage1.shortcut.norm.bias [8]",
            "logits.weight [10, 8]",
            "logits.bias [10]");
    assertEquals(expected, parameters(network.training()));
    assertEquals(expected, parameters(network.folded()));
    assertEquals(6, network.training().states().size());
    assertEquals(6, network.folded().states().size());
  }

  private static List<String> parameters(Graph graph) {
    return graph.parameters().stream()
        .map(NamedValues::info)
        .map(info -> info.name() + " " + info.shape())
        .toList();
  }

  @Test
  void oneWordTurnsAResidualNetworkIntoItsPlainTwin() {
    Graph residual = Networks.fixture("ResNet20").training();
    Graph plain = Networks.fixture("Plain20").training();
    assertEquals(parameters(residual), parameters(plain));
    assertEquals(residual.members().sequencedKeySet(), plain.members().sequencedKeySet());
  }

  @Test
  void everyNodeKnowsWhereItWasWritten() {
    Graph graph = Networks.fixture("Small").training();
    Node stem = graph.members().get("stem");
    assertEquals("stem", stem.origin().member());
    assertEquals("Small.java:11 @Conv stem", stem.origin().source());
    Node inner = graph.members().get("stage1.1.conv2");
    assertEquals("Small.java:22 @Conv conv2", inner.origin().source());
    Node join = graph.members().get("stage1.0");
    assertEquals("stage1.0", join.origin().member());
    assertEquals("Small.java:12 @Residual stage1", join.origin().source());
  }
}

package dev.throughline.processor.graph;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A graph that breaks its own contract is found, and the pass that made it named. */
class GraphVerifierTest {
  private static final TensorType TYPE = TensorType.batch(3);

  private static Node node(int id, Primitive op, TensorType type, Node... inputs) {
    return new Node(id, op, List.of(inputs), type, Origin.NONE, "");
  }

  private static final Node X =
      node(0, new Primitive.Input("x", Primitive.InputRole.DATA), TYPE);
  private static final Primitive COPY = new Primitive.Map(Expr.arg(0));

  private static Graph graph(Node answer, Node... nodes) {
    return new Graph(
        "ByHand", List.of(nodes), nodes.length, new LinkedHashMap<>(Map.of("y", answer)),
        List.of(), new LinkedHashMap<>(), new LinkedHashMap<>(), Map.of(), Map.of());
  }

  private static void isFound(String what, Graph graph) {
    var failure =
        assertThrows(BrokenValueException.class, () -> GraphVerifier.check(graph, "autodiff"));
    assertTrue(failure.getMessage().startsWith("internal error after autodiff: "));
    assertTrue(failure.getMessage().contains(what), failure::getMessage);
  }

  @Test
  void aSoundGraphIsLetThrough() {
    Node y = node(1, COPY, TYPE, X);
    GraphVerifier.check(graph(y, X, y), "autodiff");
  }

  @Test
  void aNodeThatStandsBeforeWhatItReadsIsFound() {
    Node y = node(1, COPY, TYPE, X);
    isFound("does not stand before it", graph(y, y));
    isFound("a node of a higher number", graph(y, X, y, X));
  }

  @Test
  void aTypeThatDoesNotFollowFromTheInputsIsFound() {
    Node map = node(1, COPY, TensorType.batch(4), X);
    isFound("has not the type", graph(map, X, map));
    Node sum = node(1, new Primitive.Reduce(Primitive.Reduction.SUM, Axes.FEATURES), TYPE, X);
    isFound("has not the type", graph(sum, X, sum));
    Node joined = node(1, new Primitive.Concat(), TensorType.batch(7), X, X);
    isFound("has not the type", graph(joined, X, joined));
  }

  @Test
  void anAnswerThatIsNotInTheGraphIsFound() {
    isFound("output y", graph(node(1, COPY, TYPE, X), X));
  }
}

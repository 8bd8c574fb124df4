package dev.throughline.processor.graph;

import java.util.HashSet;
import java.util.Set;

/**
 * Nodes stand after what they read, and are of the type that their primitive makes of its inputs; what a graph
 * names lies in it; the forward pass reads nothing of the backward pass; a gradient has its parameter's type.
 */
public final class GraphVerifier extends Verifier {
  private final Graph graph;
  private final Set<Node> known = new HashSet<>();

  private GraphVerifier(Graph graph, String pass) {
    super(pass);
    this.graph = graph;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(Graph graph, String pass) {
    new GraphVerifier(graph, pass).check();
  }

  private void check() {
    int last = -1;
    for (Node node : graph.nodes()) {
      require(node.id() > last, "%s stands after a node of a higher number", node);
      last = node.id();
      for (Node input : node.inputs()) {
        require(known.contains(input), "%s reads %s, which does not stand before it", node, input);
      }
      require(TypeRules.hold(node), "%s has not the type that its inputs make", node);
      known.add(node);
    }
    graph.outputs().forEach((name, node) -> within("output " + name, node));
    graph.members().forEach((name, node) -> within("member " + name, node));
    graph.losses().forEach(loss -> within("a loss", loss.value()));
    graph.gradients()
        .forEach(
            (parameter, gradient) -> {
              within("a parameter", parameter);
              within("a gradient", gradient);
              require(
                  gradient.type().equals(parameter.type()),
                  "the gradient %s is not of the type of %s", gradient, parameter);
            });
  }

  private void within(String what, Node node) {
    require(known.contains(node), "%s is %s, which is not in the graph", what, node);
  }
}

package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.wiring.TypedBody;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the graph how a block is joined to the trunk, whatever annotation said so: the nodes of the
 * join are those that belong to the block's path but to none of its members.
 */
final class Joins {
  private Joins() {}

  /** The join of {@code body}, whose first member reads {@code input}; empty if it has none. */
  static Optional<Join> of(Graph graph, TypedBody body, Node input) {
    List<Node> nodes =
        graph.nodes().subList(0, graph.backwardFrom()).stream()
            .filter(node -> node.origin().member().equals(body.path()) && !node.op().isLeaf())
            .toList();
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    boolean skips = nodes.stream().anyMatch(node -> node.inputs().contains(input));
    Optional<String> shortcut = skips ? Optional.of(words(nodes)) : Optional.empty();
    return Optional.of(
        new Join(shortcut, nodes.getLast().type(), Costs.of(graph, body.path())));
  }

  private static String words(List<Node> join) {
    if (join.stream().anyMatch(node -> Costs.flops(node) > 0)) {
      return "projection";
    }
    if (join.stream().anyMatch(node -> node.op() instanceof Primitive.Scatter)) {
      return "zero channels";
    }
    return join.stream().anyMatch(node -> node.op() instanceof Primitive.Slice)
        ? "fewer pixels"
        : "identity";
  }
}

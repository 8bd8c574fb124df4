package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.List;

/**
 * A graph as groups in the order in which they run.
 *
 * @param foldedUntil groups before this index depend on parameters and states only, and run again only when
 *     those have changed; 0 in training
 * @param backwardFrom index of the first group of the backward pass
 */
public record FusedGraph(Graph graph, List<Group> groups, int foldedUntil, int backwardFrom) {
  public FusedGraph {
    groups = List.copyOf(groups);
  }

  /** The node whose buffer holds {@code node}'s value: views and state updates have none of their own. */
  public static Node holder(Node node) {
    return switch (node.op()) {
      case Primitive.Pick _, Primitive.Reshape _, Primitive.StateUpdate _ -> holder(node.input(0));
      default -> node;
    };
  }

  /** Offset of {@code node} in the buffer of its {@link #holder}, in elements. */
  public static long offsetInHolder(Node node) {
    return switch (node.op()) {
      case Primitive.Pick(int row) ->
          offsetInHolder(node.input(0)) + (long) row * node.type().features();
      case Primitive.Reshape _, Primitive.StateUpdate _ -> offsetInHolder(node.input(0));
      default -> 0;
    };
  }

  public String trace() {
    StringBuilder text = new StringBuilder("fused " + graph.name() + "\n");
    for (int i = 0; i < groups.size(); i++) {
      if (i == foldedUntil && i > 0) {
        text.append("-- each batch\n");
      }
      if (i == backwardFrom) {
        text.append("-- backward\n");
      }
      text.append(groups.get(i).trace()).append('\n');
    }
    return text.toString();
  }
}

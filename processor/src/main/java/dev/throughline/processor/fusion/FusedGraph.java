package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Graph;
import java.util.List;

/**
 * A graph as groups in the order in which they run.
 *
 * @param views where values lie that have no memory of their own
 * @param foldedUntil groups before this index depend on parameters and states only, and run again only when
 *     those have changed; 0 in training
 * @param backwardFrom index of the first group of the backward pass
 */
public record FusedGraph(
    Graph graph, Views views, List<Group> groups, int foldedUntil, int backwardFrom) {
  public FusedGraph {
    groups = List.copyOf(groups);
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

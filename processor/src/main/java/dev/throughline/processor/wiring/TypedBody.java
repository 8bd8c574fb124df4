package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;

/**
 * One repeat of a block.
 *
 * @param path {@code stage1.0}, or that of the member if its block is not repeated
 * @param members in source order
 * @param in what the first member reads
 * @param out what the last member returns, before the join
 */
public record TypedBody(String path, List<TypedMember> members, TensorType in, TensorType out) {
  public TypedBody {
    members = List.copyOf(members);
  }

  /** The parameters of the join, such as those of a projection. */
  public List<Node> ownParameters(Graph graph) {
    return graph.parameters().stream().filter(p -> p.origin().member().equals(path)).toList();
  }

  /** The states of the join. */
  public List<Node> ownStates(Graph graph) {
    return graph.states().stream().filter(s -> s.origin().member().equals(path)).toList();
  }
}

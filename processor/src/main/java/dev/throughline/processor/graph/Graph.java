package dev.throughline.processor.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A typed dataflow graph in topological order.
 *
 * <p>Every node has exactly one value and every value a static type. Nodes are pure, so a pass may
 * recompute, reorder or drop them; only {@link Primitive.StateUpdate} is ordered. Nodes from {@code
 * backwardFrom} on belong to the backward pass.
 *
 * @param name the network's simple name
 * @param nodes inputs before their users
 * @param backwardFrom index of the first node of the backward pass; {@code nodes.size()} if there is none
 * @param logits the network's answer
 * @param rowLoss the loss of each sample, {@code f32[n]}; null in inference
 * @param loss the mean of {@code rowLoss}; null in inference
 * @param members the output of each member, by path
 * @param gradients parameter node to gradient node, in order of declaration; empty before autodiff
 * @param closedForms gradients that layers give themselves
 */
public record Graph(
    String name,
    List<Node> nodes,
    int backwardFrom,
    Node logits,
    @Nullable Node rowLoss,
    @Nullable Node loss,
    SequencedMap<String, Node> members,
    SequencedMap<Node, Node> gradients,
    Map<Node, ClosedForm> closedForms) {
  public Graph {
    nodes = List.copyOf(nodes);
    members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    closedForms = Map.copyOf(closedForms);
  }

  /** The trainable parameters, in order of declaration. */
  public List<Node> parameters() {
    return nodes.stream().filter(n -> n.op() instanceof Primitive.Parameter).toList();
  }

  /** Number of trainable values. */
  public long parameterCount() {
    return parameters().stream().mapToLong(p -> p.type().elements()).sum();
  }

  public List<Node> states() {
    return nodes.stream().filter(n -> n.op() instanceof Primitive.State).toList();
  }

  /** One line a node, for traces and golden files. */
  public String trace() {
    StringBuilder text = new StringBuilder("graph " + name + "\n");
    for (int i = 0; i < nodes.size(); i++) {
      if (i == backwardFrom) {
        text.append("-- backward\n");
      }
      text.append(nodes.get(i)).append('\n');
    }
    gradients.forEach((p, g) -> text.append("gradient %%%d of %%%d\n".formatted(g.id(), p.id())));
    return text.toString();
  }
}

package dev.throughline.processor.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

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
 * @param outputs what callers read, by member; the last is the network's answer
 * @param losses in order of declaration, the last being the network's own; empty in inference
 * @param members the output of each member, by path
 * @param gradients parameter node to gradient node, in order of declaration; empty before autodiff
 * @param derivatives each value on a path from a parameter to the loss, to the loss's gradient with respect to it; empty
 *     before autodiff
 * @param closedForms gradients that layers give themselves
 */
public record Graph(
    String name,
    List<Node> nodes,
    int backwardFrom,
    SequencedMap<String, Node> outputs,
    List<LossTerm> losses,
    SequencedMap<String, Node> members,
    SequencedMap<Node, Node> gradients,
    Map<Node, Node> derivatives,
    Map<Node, ClosedForm> closedForms) {
  public Graph {
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    losses = List.copyOf(losses);
    members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    derivatives = Map.copyOf(derivatives);
    closedForms = Map.copyOf(closedForms);
  }

  /** The network's answer: what its own loss reads. */
  public Node logits() {
    return outputs.lastEntry().getValue();
  }

  public boolean isTraining() {
    return !losses.isEmpty();
  }

  /** What the caller provides, in order of declaration: data first, then targets. */
  public List<Node> inputs() {
    return nodes.stream().filter(n -> n.op() instanceof Primitive.Input).toList();
  }

  /** All parameters, in order of declaration. */
  public List<Node> parameters() {
    return nodes.stream().filter(n -> n.op() instanceof Primitive.Parameter).toList();
  }

  /** Number of values of all parameters. */
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
    gradients.forEach((p, g) -> text
        .append(String.format(Locale.ROOT, "gradient %%%d of %%%d\n", g.id(), p.id())));
    return text.toString();
  }
}

package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values exist in memory.
 *
 * <p>A map is stored if something needs it as a tensor (a contraction, a window, a move, an output), or if
 * two or more passes would otherwise compute it from two or more tensors each. A value that is read off one
 * tensor costs no more to compute again than to load, so it is computed again.
 */
final class Materialization {
  /** Tensors that one value is computed from: each takes two of the 255 parameters that Java gives a method. */
  private static final int MOST_OPERANDS = 32;

  private final Set<Node> live = new LinkedHashSet<>();
  private final Map<Node, Set<Node>> users = new HashMap<>();
  private final Set<Node> stored = new HashSet<>();

  Materialization(Graph graph) {
    markLive(graph);
    for (Node node : live) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, _ -> new LinkedHashSet<>()).add(node));
    }
    Set<Node> outputs = outputs(graph);
    for (Node node : live) {
      if (!isPointwise(node) || outputs.contains(node) || neededAsTensor(node)) {
        stored.add(node);
      }
    }
    for (Node node : graph.nodes().reversed()) {
      if (live.contains(node)
          && node.op() instanceof Primitive.Map
          && !stored.contains(node)
          && passes(node).size() > 1
          && tensorsRead(node).size() > 1) {
        stored.add(node);
      }
    }
    Map<Node, Set<Node>> operands = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (live.contains(node)) {
        operands.put(node, bounded(node, operands));
      }
    }
  }

  /** The tensors that computing {@code node} reads; parts of it are stored until they are few enough. */
  private Set<Node> bounded(Node node, Map<Node, Set<Node>> operands) {
    Set<Node> all = new LinkedHashSet<>();
    Node largest = null;
    for (Node input : node.inputs()) {
      Set<Node> read =
          stored.contains(input) ? Set.of(input) : operands.getOrDefault(input, Set.of());
      all.addAll(read);
      if (largest == null || read.size() > operands.getOrDefault(largest, Set.of()).size()) {
        largest = stored.contains(input) ? largest : input;
      }
    }
    if (all.size() <= MOST_OPERANDS || largest == null || !isPointwise(node)) {
      return all;
    }
    stored.add(largest);
    return bounded(node, operands);
  }

  boolean isStored(Node node) {
    return stored.contains(node);
  }

  Set<Node> usersOf(Node node) {
    return users.getOrDefault(node, Set.of());
  }

  /** The stored nodes whose computation would include {@code node}. */
  Set<Node> passes(Node node) {
    Set<Node> found = new LinkedHashSet<>();
    for (Node user : usersOf(node)) {
      if (stored.contains(user)) {
        found.add(user);
      } else {
        found.addAll(passes(user));
      }
    }
    return found;
  }

  static boolean isPointwise(Node node) {
    return node.op() instanceof Primitive.Map || node.op() instanceof Primitive.Spread;
  }

  private void markLive(Graph graph) {
    Set<Node> wanted = outputs(graph);
    graph.nodes().stream()
        .filter(n -> n.op() instanceof Primitive.StateUpdate)
        .forEach(wanted::add);
    for (Node node : graph.nodes().reversed()) {
      if (wanted.contains(node)) {
        wanted.addAll(node.inputs());
      }
    }
    graph.nodes().stream().filter(wanted::contains).forEach(live::add);
  }

  private static Set<Node> outputs(Graph graph) {
    Set<Node> outputs = new HashSet<>(graph.gradients().values());
    outputs.addAll(graph.outputs().values());
    graph.losses().forEach(loss -> outputs.add(loss.value()));
    return outputs;
  }

  /** Whether some user reads this node from a buffer, whatever is decided elsewhere. */
  private boolean neededAsTensor(Node node) {
    return usersOf(node).stream()
        .anyMatch(
            user -> switch (user.op()) {
              case Primitive.Map _, Primitive.Reduce _, Primitive.StateUpdate _ -> false;
              // A spread is free only if what it repeats is not computed again for each element.
              case Primitive.Spread _ -> node.op() instanceof Primitive.Map;
              case Primitive.Input _,
                      Primitive.Parameter _,
                      Primitive.State _,
                      Primitive.Constant _,
                      Primitive.Moments _,
                      Primitive.Pick _,
                      Primitive.MatMul _,
                      Primitive.MatMulInputGradient _,
                      Primitive.MatMulFilterGradient _,
                      Primitive.BatchMatMul _,
                      Primitive.Gather _,
                      Primitive.GatherGradient _,
                      Primitive.Conv2d _,
                      Primitive.Conv2dInputGradient _,
                      Primitive.Conv2dFilterGradient _,
                      Primitive.Pool _,
                      Primitive.PoolGradient _,
                      Primitive.BinMeans _,
                      Primitive.BinMeansGradient _,
                      Primitive.Reshape _,
                      Primitive.Permute _,
                      Primitive.Slice _,
                      Primitive.Scatter _,
                      Primitive.Concat _ ->
                  true;
            });
  }

  /** The tensors as large as {@code node} that computing it would read. */
  private Set<Node> tensorsRead(Node node) {
    Set<Node> read = new HashSet<>();
    for (Node input : node.inputs()) {
      if (input.op() instanceof Primitive.Spread || input.op() instanceof Primitive.Constant) {
        continue;
      }
      if (stored.contains(input)) {
        read.add(input);
      } else {
        read.addAll(tensorsRead(input));
      }
    }
    return read;
  }

  List<Node> liveNodes() {
    return List.copyOf(live);
  }
}

package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Outline.Cost;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.InputRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The forward pass by what a reader takes for one thing, and which of them reads which, as the graph has it:
 * whatever annotation joined a block to the trunk, its edges are found here.
 *
 * <p>A unit is named by its path: a member without members; what a block does itself to the values of its
 * members, such as the sum with a skip; what it does to values on their way around its members ({@link
 * #aside}); an input of the network ({@link #isInput}).
 */
final class Units {
  private static final String ASIDE = ":aside";
  private static final String INPUT = "input:";

  private final SequencedMap<String, List<Node>> nodes = new LinkedHashMap<>();
  private final SequencedMap<String, SequencedSet<String>> sources = new LinkedHashMap<>();

  private Units() {}

  /**
   * The units of {@code graph}.
   *
   * @param blocks the paths that have members below them
   * @param steps the layers within a layer, by its path, their own paths in order
   */
  static Units of(Graph graph, Set<String> blocks, Map<String, List<String>> steps) {
    Units units = new Units();
    Map<Node, String> unitOf = new HashMap<>();
    for (Node node : graph.nodes().subList(0, graph.backwardFrom())) {
      String path = node.origin().member();
      String unit =
          steps.containsKey(path) && !node.op().isLeaf()
              ? units.step(node, path, steps.get(path), unitOf)
              : unit(node, blocks, unitOf);
      if (!unit.isEmpty()) {
        unitOf.put(node, unit);
        units.add(node, unit, unitOf);
      }
    }
    return units;
  }

  private void add(Node node, String unit, Map<Node, String> unitOf) {
    List<Node> mine = nodes.computeIfAbsent(unit, _ -> new ArrayList<>());
    SequencedSet<String> read = sources.computeIfAbsent(unit, _ -> new LinkedHashSet<>());
    for (Node input : node.inputs()) {
      String source = unitOf.get(input);
      if (source == null) {
        mine.add(input);
        unitOf.put(input, unit);
      } else if (!source.equals(unit) && (!input.op().isLeaf() || isInput(source))) {
        read.add(source);
      }
    }
    mine.add(node);
  }

  /** Empty for what belongs to its first reader: parameters, states and constants. */
  private static String unit(Node node, Set<String> blocks, Map<Node, String> unitOf) {
    if (node.op() instanceof Primitive.Input(String name, InputRole role)) {
      return role == InputRole.DATA ? INPUT + name : "";
    }
    String path = node.origin().member();
    if (node.op().isLeaf() || path.isEmpty()) {
      return "";
    }
    if (!blocks.contains(path)) {
      return path;
    }
    Set<String> read = new HashSet<>();
    node.inputs().stream().map(unitOf::get).filter(u -> u != null).forEach(read::add);
    boolean readsMembers =
        read.stream().anyMatch(u -> isWithin(u, path) && !u.equals(path + ASIDE));
    return readsMembers ? path : path + ASIDE;
  }

  /** The step that {@code node} belongs to: that of its parameters, else that of what it reads. */
  private String step(Node node, String path, List<String> steps, Map<Node, String> unitOf) {
    Set<String> read = new LinkedHashSet<>();
    for (Node input : node.inputs()) {
      String name = name(input);
      Optional<String> own = steps.stream().filter(s -> name.startsWith(s + ".")).findFirst();
      if (own.isPresent()) {
        return own.get();
      }
      String unit = unitOf.get(input);
      if (unit != null) {
        read.add(unit);
      }
    }
    List<String> within = read.stream().filter(steps::contains).toList();
    if (within.size() == 1 && !(node.op() instanceof Primitive.Concat)) {
      return within.getFirst();
    }
    // Poolings have no parameters; they come in the order of their branches.
    return steps.stream()
        .filter(step -> node.op() instanceof Primitive.Pool && isFreePool(step))
        .findFirst()
        .orElse(read.isEmpty() ? "" : path);
  }

  private boolean isFreePool(String step) {
    return step.endsWith(".pool") && !nodes.containsKey(step);
  }

  /** Empty for what has none. */
  private static String name(Node node) {
    return node.op() instanceof Primitive.Parameter(var info) ? info.name()
        : node.op() instanceof Primitive.State(String name, _) ? name : "";
  }

  /** What the block at {@code path} does to values on their way around its members. */
  static String aside(String path) {
    return path + ASIDE;
  }

  static boolean isInput(String unit) {
    return unit.startsWith(INPUT);
  }

  /** Whether {@code unit} belongs to the block at {@code path}. */
  static boolean isWithin(String unit, String path) {
    return unit.startsWith(path)
        && (unit.length() == path.length() || ".:".indexOf(unit.charAt(path.length())) >= 0);
  }

  /** The units of the block at {@code path}. */
  List<String> within(String path) {
    return nodes.keySet().stream().filter(unit -> isWithin(unit, path)).toList();
  }

  boolean has(String unit) {
    return nodes.containsKey(unit);
  }

  /** In the order in which they run. */
  Set<String> names() {
    return Collections.unmodifiableSet(nodes.keySet());
  }

  List<Node> nodes(String unit) {
    return Collections.unmodifiableList(nodes.getOrDefault(unit, List.of()));
  }

  /** The units whose values {@code unit} reads. */
  SequencedSet<String> sources(String unit) {
    return Collections.unmodifiableSequencedSet(
        sources.getOrDefault(unit, new LinkedHashSet<>()));
  }

  Cost cost(String unit) {
    long parameters = 0;
    long flops = 0;
    for (Node node : nodes(unit)) {
      parameters += node.op() instanceof Primitive.Parameter ? node.type().elements() : 0;
      flops += Costs.flops(node);
    }
    return new Cost(parameters, flops);
  }
}

package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The paths from one loss, counted station by station from the loss backwards. */
final class Paths {
  private final Map<Node, PathCount> layers = new HashMap<>();
  private final Map<Node, PathCount> junctions = new HashMap<>();

  /** The station before each on its shortest path. */
  private final Map<Node, Node> before = new HashMap<>();

  private Paths() {}

  static Paths from(Node loss, Graph graph, Stations stations) {
    Paths paths = new Paths();
    paths.layers.put(loss, PathCount.start());
    paths.junctions.put(loss, PathCount.start());
    // Inputs come before their users, so that a station is complete when it is met.
    for (Node node : graph.nodes().reversed()) {
      if (paths.reach(node) && !(node.op() instanceof Primitive.Parameter)) {
        for (Set<Node> next : stations.next(node)) {
          next.forEach(to -> paths.extend(node, to, stations));
        }
        // As many numbers as the network is deep; only those of parameters are asked for.
        paths.layers.put(node, PathCount.PASSED);
        paths.junctions.put(node, PathCount.PASSED);
      }
    }
    return paths;
  }

  private void extend(Node from, Node to, Stations stations) {
    int step = stations.isWeighted(to) ? 1 : 0;
    int shortest =
        reach(to) ? Objects.requireNonNull(layers.get(to)).shortest() : Integer.MAX_VALUE;
    if (Objects.requireNonNull(layers.get(from)).shortest() + step < shortest) {
      before.put(to, from);
    }
    extend(layers, from, to, step);
    extend(junctions, from, to, stations.isJunction(to) ? 1 : 0);
  }

  private static void extend(Map<Node, PathCount> paths, Node from, Node to, int step) {
    paths
        .computeIfAbsent(to, n -> new PathCount())
        .add(Objects.requireNonNull(paths.get(from)), step);
  }

  /** Whether there is a path to {@code node}, a station or a parameter. */
  boolean reach(Node node) {
    return layers.containsKey(node);
  }

  PathLengths layers(Node node) {
    return Objects.requireNonNull(layers.get(node)).lengths();
  }

  PathLengths junctions(Node node) {
    return Objects.requireNonNull(junctions.get(node)).lengths();
  }

  /** The stations on a shortest path to {@code node}, from the start. */
  List<Node> shortest(Node node) {
    List<Node> path = new ArrayList<>();
    for (Node at = before.get(node); at != null && before.containsKey(at); at = before.get(at)) {
      path.addFirst(at);
    }
    return path;
  }
}

package dev.throughline.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The graph of a {@link GraphBuilder} as far as it is built. */
final class GraphDraft {
  final List<Node> nodes = new ArrayList<>();
  final SequencedMap<String, Node> members = new LinkedHashMap<>();
  final Map<Node, ClosedForm> closedForms = new HashMap<>();
  final SequencedMap<String, Node> outputs = new LinkedHashMap<>();
  final List<LossTerm> losses = new ArrayList<>();
  final Map<String, Node> targets = new HashMap<>();
  final Map<String, Node> parameters = new HashMap<>();
  final Map<String, Node> states = new HashMap<>();
  final Map<Node, Node> moments = new HashMap<>();
  boolean frozen = false;
  Origin origin = Origin.NONE;
  int nextRandomStream = 0;

  Graph forward(String name) {
    return new Graph(
        name, nodes, nodes.size(), outputs, losses, members, new LinkedHashMap<>(), Map.of(),
        closedForms);
  }

  Graph training(
      Graph forward, SequencedMap<Node, Node> gradients, Map<Node, Node> derivatives) {
    return new Graph(
        forward.name(), nodes, forward.nodes().size(), forward.outputs(), forward.losses(),
        members, gradients, derivatives, closedForms);
  }
}

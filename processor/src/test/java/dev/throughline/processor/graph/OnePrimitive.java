package dev.throughline.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * Interprets one primitive by itself, with operands of any type; a graph proper reaches most of them
 * through others only.
 */
@NullMarked
final class OnePrimitive {
  private OnePrimitive() {}

  record Operand(TensorType type, double... values) {}

  static double[] evaluate(Primitive op, TensorType type, int batch, Operand... operands) {
    List<Node> nodes = new ArrayList<>();
    Map<String, double[]> values = new HashMap<>();
    for (Operand operand : operands) {
      String name = "operand" + nodes.size();
      ParameterInfo info = ParameterInfo.vector(name, 1, new Initializer.Fill(0));
      Primitive leaf = new Primitive.Parameter(info);
      nodes.add(new Node(nodes.size(), leaf, List.of(), operand.type(), Origin.NONE, name));
      values.put(name, operand.values());
    }
    Node result = new Node(nodes.size(), op, List.copyOf(nodes), type, Origin.NONE, "result");
    nodes.add(result);
    Graph graph =
        new Graph(
            "OnePrimitive",
            nodes,
            nodes.size(),
            new LinkedHashMap<>(Map.of("result", result)),
            List.of(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            Map.of(),
            Map.of());
    GraphInterpreter.Feeds feeds =
        new GraphInterpreter.Feeds(batch, Map.of(), values, Map.of(), 5, 7);
    return GraphInterpreter.run(graph, feeds).value(result);
  }
}

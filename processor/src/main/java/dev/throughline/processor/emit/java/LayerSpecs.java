package dev.throughline.processor.emit.java;

import com.palantir.javapoet.CodeBlock;
import dev.throughline.processor.gradientflow.PathReport;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a listener may want to know of each weighted layer while it is trained. */
final class LayerSpecs {
  private final Graph graph;
  private final MemoryPlan memory;
  private final Map<String, PathReport> paths;
  private final Map<Node, List<Node>> users = new HashMap<>();

  LayerSpecs(Generated generated) {
    this.graph = generated.training();
    this.memory = generated.program().trainingMemory();
    this.paths = generated.flow().nearest();
    for (Node node : graph.nodes().subList(0, graph.backwardFrom())) {
      for (Node input : node.inputs()) {
        users.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  /** A weighted layer: the published name of its weights, and how a gradient reaches them. */
  private record Layer(String weight, PathReport path) {
    String name() {
      return weight.substring(0, weight.lastIndexOf('.'));
    }
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (Node parameter : graph.parameters()) {
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
        PathReport path = paths.get(info.name());
        if (path != null && path.weighted()) {
          layers.add(new Layer(info.name(), path));
        }
      }
    }
    return layers;
  }

  // spec.layer(
  //     "stage1.0.conv1", "stage1.0.conv1.weight",
  //     new GradientPrediction(3, 19, 8, 1.0, 1.0, "stage1.0.conv1"))
  List<CodeBlock> descriptions() {
    return layers().stream()
        .map(
            layer -> CodeBlock.of(
                "spec.layer($S, $S,$W$L)",
                layer.name(),
                layer.weight(),
                prediction(layer.path())))
        .toList();
  }

  // plan.layer("stage1.0.conv1", 16384, 16384, 16, true)
  List<CodeBlock> places() {
    List<CodeBlock> places = new ArrayList<>();
    for (Layer layer : layers()) {
      kept(graph.members().get(layer.path().member()))
          .ifPresent(
              node -> places.add(
                  CodeBlock.of(
                      "plan.layer($S, $L, $L, $L, $L)",
                      layer.name(),
                      memory.slotOf(node).offset(),
                      node.type().elements(),
                      node.type().features(),
                      isRectified(node))));
    }
    return places;
  }

  /** The member's value, or, if that only exists inside a kernel, what the kernel makes of it. */
  private Optional<Node> kept(@Nullable Node value) {
    if (value == null) {
      return Optional.empty();
    }
    if (memory.has(value) && memory.slotOf(value).region() == Region.ACTIVATIONS) {
      return Optional.of(value);
    }
    List<Node> readers = users.getOrDefault(value, List.of());
    return readers.size() == 1 && readers.getFirst().op() instanceof Primitive.Map
        ? kept(readers.getFirst())
        : Optional.empty();
  }

  private static boolean isRectified(Node node) {
    return node.op() instanceof Primitive.Map(Expr.Unary(UnaryOp op, _)) && op == UnaryOp.RELU;
  }

  private static CodeBlock prediction(PathReport path) {
    return CodeBlock.of(
        "new $T($L, $L, $L, $L, $L, $S)",
        Runtime.GRADIENT_PREDICTION,
        path.layers().shortest(),
        path.layers().longest(),
        path.junctions().longest(),
        literal(path.slopes()),
        literal(path.bound().ratio()),
        path.bound().since());
  }

  private static CodeBlock literal(double value) {
    return Double.isInfinite(value)
        ? CodeBlock.of("$T.POSITIVE_INFINITY", Double.class)
        : CodeBlock.of("$L", value);
  }
}

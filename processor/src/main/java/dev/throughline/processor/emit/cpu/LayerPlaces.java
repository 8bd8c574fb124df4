package dev.throughline.processor.emit.cpu;

import com.palantir.javapoet.CodeBlock;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.WeightedLayer;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the values of weighted layers lie, for listeners that look at them while a network is trained. */
final class LayerPlaces {
  private final Generated generated;
  private final Places places;
  private final Graph graph;
  private final MemoryPlan memory;
  private final Map<Node, List<Node>> users = new HashMap<>();

  LayerPlaces(Generated generated, Places places) {
    this.places = places;
    this.generated = generated;
    this.graph = generated.training();
    this.memory = generated.program().trainingMemory();
    for (Node node : graph.nodes().subList(0, graph.backwardFrom())) {
      for (Node input : node.inputs()) {
        users.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  // plan.layer("stage1.0.conv1", STAGE1_0_CONV1, 16384, 16, true)
  List<CodeBlock> all() {
    List<CodeBlock> layers = new ArrayList<>();
    for (WeightedLayer layer : WeightedLayer.of(generated)) {
      kept(graph.members().get(layer.path().member()))
          .ifPresent(
              node -> layers.add(
                  CodeBlock.of(
                      "plan.layer($S, $L, $L, $L, $L$L)",
                      layer.name(),
                      places.of(node),
                      node.type().elements(),
                      node.type().features(),
                      isRectified(node),
                      PlanWriter.apart(memory.slotOf(node)))));
    }
    return layers;
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
}

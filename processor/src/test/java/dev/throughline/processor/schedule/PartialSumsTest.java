package dev.throughline.processor.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sum over the batch needs memory for each sample's part, unless a sample holds one value of it. */
class PartialSumsTest {
  @Test
  void aSumOfEverythingAddsUpEachSampleFirst() {
    assertEquals(TensorType.PER_SAMPLE, partOf(Axes.NONE, TensorType.batch(3)));
    assertEquals(TensorType.PER_SAMPLE, partOf(Axes.NONE, TensorType.image(3, 2, 2)));
    assertEquals(null, partOf(Axes.NONE, TensorType.PER_SAMPLE));
  }

  @Test
  void aSumPerFeatureAddsUpEachSampleFirst() {
    assertEquals(TensorType.batch(3), partOf(Axes.FEATURES, TensorType.image(3, 2, 2)));
    assertEquals(null, partOf(Axes.FEATURES, TensorType.batch(3)));
  }

  private static @Nullable TensorType partOf(Axes axes, TensorType domain) {
    GraphBuilder g = new GraphBuilder();
    Node x = g.data("images", domain);
    Node sum = g.sum(axes, x);
    Fused output = new Fused(sum, Expr.arg(0), List.of(new Fused.Operand.Tensor(x, null)));
    List<Stored.Parts> parts = PartialSums.of(new Group.Loops(domain, List.of(output)));
    return parts.isEmpty() ? null : parts.getFirst().type();
  }
}

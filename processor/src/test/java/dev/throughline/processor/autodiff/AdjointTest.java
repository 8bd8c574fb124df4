package dev.throughline.processor.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.autodiff.Adjoint.Line;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.testing.Passes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the users of a value hand on, however many there are and in whatever order. */
class AdjointTest {
  private static final TensorType PIXELS = TensorType.batch(2, 2);
  private static final double[] X = {1, 2, 3, 4};
  private static final double[] DY = {10, 20, 30, 40};
  private static final double[] OTHER = {0.5, 0.25, -0.5, -0.25};

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", PIXELS);
  private final Node dy = g.data("dy", PIXELS);
  private final Node other = g.data("other", PIXELS);
  private final Node factor = Passes.vector(g, "factor", 2);
  private final Node slope = Passes.vector(g, "slope", 2);
  private final Node offset = Passes.vector(g, "offset", 2);
  private final Adjoint adjoint = new Adjoint(x, g);

  private double[] value(Node node) {
    GraphInterpreter.Feeds feeds =
        new GraphInterpreter.Feeds(
            1,
            Map.of("x", X, "dy", DY, "other", OTHER),
            Map.of(
                "factor", new double[] {2, 3},
                "slope", new double[] {100, 200},
                "offset", new double[] {1000, 2000}),
            Map.of(),
            5,
            7);
    return GraphInterpreter.run(Passes.answering(g, node), feeds).value(node);
  }

  @Test
  void aShareAndItsLineAreOneMap() {
    adjoint.addScaled(dy, factor);
    adjoint.addLine(new Line(slope, offset));
    Node dx = adjoint.whole();
    assertEquals(List.of(dy, x), dx.inputs().subList(0, 2));
    assertArrayEquals(new double[] {1120, 2460, 1360, 2920}, value(dx));
  }

  @Test
  void linesAreAddedUpAndDrawnOnce() {
    adjoint.add(other);
    adjoint.addScaled(dy, factor);
    adjoint.addLine(new Line(slope, offset));
    adjoint.addScaled(dy, factor);
    adjoint.addLine(new Line(slope, offset));
    Node dx = adjoint.whole();
    assertEquals(1, dx.inputs().stream().filter(x::equals).count());
    assertArrayEquals(new double[] {2240.5, 4920.25, 2719.5, 5839.75}, value(dx));
  }

  @Test
  void withoutALineNothingIsAdded() {
    adjoint.add(other);
    assertEquals(other, adjoint.whole());
  }

  @Test
  void partsOfAConcatenationHaveTheirOwnNumbers() {
    Node whole = g.concat(List.of(other, x));
    Node slopes = Passes.vector(g, "slopes", 4);
    Adjoint ofWhole = new Adjoint(whole, g);
    ofWhole.addLine(new Line(slopes, slopes));
    Node part = ofWhole.lineOf(x, 2).slope();
    assertEquals(slopes, part.input(0));
    assertEquals(new Primitive.Slice(List.of(2), List.of(1)), part.op());
    assertEquals(TensorType.fixed(2), part.type());
  }
}

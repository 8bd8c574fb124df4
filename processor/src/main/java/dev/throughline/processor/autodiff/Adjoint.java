package dev.throughline.processor.autodiff;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.fma;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.Primitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one value while its users hand on their shares: {@code direct + slope · x + offset}, slope and offset being
 * numbers of each feature.
 *
 * <p>What the means of a batch norm contribute is such a line, and its numbers are known only when two sums over the whole
 * batch are. Of a value that many norms read, as all layers of a dense block read the first, the lines are added up as
 * numbers and drawn once: the value is read once for all of them, and the direct shares need not wait.
 */
final class Adjoint {
  private static final Expr SCALED_SUM = fma(arg(1), arg(2), arg(0));
  private static final Expr LINE = fma(arg(1), arg(0), arg(2));

  private final Node x;
  private final GraphBuilder g;
  private @Nullable Node direct;
  private @Nullable Scaled only;
  private @Nullable Line line;

  Adjoint(Node x, GraphBuilder g) {
    this.x = x;
    this.g = g;
  }

  /** {@code factor · dy}, not yet written as a node: alone, it and the line are one expression. */
  private record Scaled(Node dy, Node factor, Origin origin) {}

  /** Numbers of each feature. */
  record Line(Node slope, Node offset) {}

  void add(Node share) {
    direct = isEmpty() ? share : g.add(direct(), share);
  }

  void addScaled(Node dy, Node factor) {
    if (isEmpty()) {
      only = new Scaled(dy, factor, g.origin());
      if (x.op() instanceof Primitive.Concat) {
        direct(); // will be shared out among the parts
      }
    } else {
      direct = g.as("direct").map(SCALED_SUM, direct(), spread(factor), dy);
    }
  }

  void addLine(Line more) {
    line =
        line == null
            ? more
            : new Line(
                g.as("slopes").map(arg(0).plus(arg(1)), line.slope, more.slope),
                g.as("offsets").map(arg(0).plus(arg(1)), line.offset, more.offset));
  }

  private boolean isEmpty() {
    return direct == null && only == null;
  }

  boolean hasLine() {
    return line != null;
  }

  /** All but the line. */
  Node direct() {
    if (only != null) {
      direct = g.as("direct").map(arg(0).times(arg(1)), only.dy, spread(only.factor));
      only = null;
    }
    if (direct == null) {
      throw new IllegalStateException("no gradient reaches " + x);
    }
    return direct;
  }

  /** The gradient. */
  Node whole() {
    if (line == null) {
      return direct();
    }
    Node slope = spread(line.slope);
    Node offset = spread(line.offset);
    line = null;
    if (only == null) {
      direct = g.as("dx").map(LINE.plus(arg(3)), x, slope, offset, direct());
    } else {
      Origin here = g.origin();
      g.from(only.origin);
      Expr sum = fma(arg(2), arg(0), fma(arg(3), arg(1), arg(4)));
      direct = g.as("dx").map(sum, only.dy, x, spread(only.factor), slope, offset);
      only = null;
      g.from(here);
    }
    return direct;
  }

  /** That of {@code part} of {@code x}, the features from {@code first} on. */
  Line lineOf(Node part, int first) {
    Line whole = line;
    if (whole == null) {
      throw new IllegalStateException("no norm reads " + x);
    }
    return new Line(
        slice("slopes", whole.slope, part, first), slice("offsets", whole.offset, part, first));
  }

  private Node slice(String label, Node numbers, Node part, int first) {
    return g.as(label)
        .slice(numbers, List.of(first), List.of(1), List.of(part.type().features()));
  }

  private Node spread(Node numbers) {
    return g.spread(numbers, Axes.FEATURES, x.type());
  }
}

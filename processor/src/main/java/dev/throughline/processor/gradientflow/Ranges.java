package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the values of a forward graph can be, whatever its parameters and its data: never too narrow a range,
 * and often {@link Interval#ALL}.
 */
final class Ranges {
  /** Pieces in which a function of one argument is looked at: fine where activations bend. */
  private static final double BEND = 8;

  private static final double FINE = 1.0 / 64;

  private final Map<Node, Interval> ranges = new HashMap<>();
  private final Map<Wanted, Interval> known = new HashMap<>();

  private record Wanted(Expr body, Interval x) {}

  Ranges(Graph forward) {
    forward.nodes().forEach(node -> ranges.put(node, range(node)));
  }

  Interval of(Node node) {
    return Objects.requireNonNull(ranges.get(node), () -> "not of this graph: " + node);
  }

  private Interval range(Node y) {
    return switch (y.op()) {
      case Primitive.Constant(float value, boolean overBatch) ->
          overBatch ? Interval.between(0, value) : Interval.of(value);
      case Primitive.Map(Expr body) -> map(body, y.inputs().stream().map(this::of).toList());
      case Primitive.Reduce(Reduction reduction, Axes _) ->
          switch (reduction) {
            case MEAN, MAX -> of(y.input(0));
            case SUM -> sum(of(y.input(0)));
          };
      case Primitive.Pool(Pooling pooling, Window window) -> {
        boolean padded =
            pooling == Pooling.AVERAGE && (window.padTop() > 0 || window.padLeft() > 0);
        yield padded ? of(y.input(0)).or(Interval.ZERO) : of(y.input(0));
      }
      case Primitive.Spread _, Primitive.BinMeans _ -> of(y.input(0));
      case Primitive.Reshape _, Primitive.Permute _, Primitive.Slice _ -> of(y.input(0));
      case Primitive.Scatter _ -> of(y.input(0)).or(Interval.ZERO);
      case Primitive.Concat _ ->
          y.inputs().stream().map(this::of).reduce(Interval::or).orElseThrow();
      case Primitive.Gather _ -> of(y.input(1));
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _ -> Interval.ALL;
      case Primitive.Moments _, Primitive.Pick _, Primitive.StateUpdate _ -> Interval.ALL;
      case Primitive.MatMul _, Primitive.BatchMatMul _, Primitive.Conv2d _ -> Interval.ALL;
      case Primitive.MatMulInputGradient _, Primitive.MatMulFilterGradient _ -> Interval.ALL;
      case Primitive.Conv2dInputGradient _, Primitive.Conv2dFilterGradient _ -> Interval.ALL;
      case Primitive.GatherGradient _, Primitive.PoolGradient _ -> Interval.ALL;
      case Primitive.BinMeansGradient _ -> Interval.ALL;
    };
  }

  /** Of any number of terms: all that is sure is the sign. */
  private static Interval sum(Interval x) {
    return new Interval(
        x.low() < 0 ? Double.NEGATIVE_INFINITY : 0, x.high() > 0 ? Double.POSITIVE_INFINITY : 0);
  }

  private Interval map(Expr body, List<Interval> arguments) {
    if (arguments.size() > 1) {
      return Slope.value(body, arguments);
    }
    Wanted wanted = new Wanted(body, arguments.getFirst());
    Interval found = known.get(wanted);
    if (found == null) {
      found =
          pieces(wanted.x).stream()
              .map(piece -> Slope.value(body, List.of(piece)))
              .reduce(Interval::or)
              .orElseThrow();
      known.put(wanted, found);
    }
    return found;
  }

  /** {@code x} cut where it is worth it: over a long interval the factors of a product forget each other. */
  private static List<Interval> pieces(Interval x) {
    List<Interval> pieces = new ArrayList<>();
    double from = x.low();
    for (double cut : CUTS) {
      if (cut > from && cut < x.high()) {
        pieces.add(new Interval(from, cut));
        from = cut;
      }
    }
    pieces.add(new Interval(from, x.high()));
    return pieces;
  }

  private static final List<Double> CUTS = cuts();

  private static List<Double> cuts() {
    List<Double> cuts = new ArrayList<>();
    for (double cut = BEND; cut < Float.MAX_VALUE; cut *= 2) {
      cuts.addFirst(-cut);
    }
    for (double cut = -BEND + FINE; cut < BEND; cut += FINE) {
      cuts.add(cut);
    }
    for (double cut = BEND; cut < Float.MAX_VALUE; cut *= 2) {
      cuts.add(cut);
    }
    return cuts;
  }
}

package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Expr;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How steep a scalar expression can be.
 *
 * <p>The derivative is bounded by interval arithmetic on pieces of the real line, and pieces that might
 * hold the largest value are halved until the bound is close to a value that is taken: an upper bound at
 * any time, whatever the expression. Kinks are ends of pieces only at zero; elsewhere both their sides
 * count.
 */
final class Slopes {
  private static final double TOLERANCE = 1e-6;
  private static final int MOST_HALVINGS = 20_000;

  private final Map<Wanted, Double> known = new HashMap<>();

  private record Wanted(Expr body, int argument) {}

  private record Piece(Interval x, double bound) {}

  /**
   * The largest absolute derivative of {@code body} by {@link Expr.Arg} {@code argument}, whatever the
   * values of the arguments, to six digits and never below it; infinite if the arithmetic finds none.
   */
  double largest(Expr body, int argument) {
    Wanted wanted = new Wanted(body, argument);
    Double found = known.get(wanted);
    if (found == null) {
      found = search(body, argument);
      known.put(wanted, found);
    }
    return found;
  }

  /** Whether {@code body} has the same derivative by {@code argument} everywhere. */
  static boolean isAffine(Expr body, int argument) {
    Interval all = new Interval(-Float.MAX_VALUE, Float.MAX_VALUE);
    Interval derivative = Slope.of(body, argument, all).derivative();
    return derivative.low() == derivative.high();
  }

  private static double search(Expr body, int argument) {
    PriorityQueue<Piece> pieces =
        new PriorityQueue<>(Comparator.comparingDouble(Piece::bound).reversed());
    double previous = 0;
    // All that single precision can hold, in pieces that grow with their distance from zero.
    for (double end = 0.5; previous < Float.MAX_VALUE; end *= 2) {
      pieces.add(piece(body, argument, new Interval(previous, end)));
      pieces.add(piece(body, argument, new Interval(-end, -previous)));
      previous = end;
    }
    double taken = 0;
    for (int i = 0; i < MOST_HALVINGS; i++) {
      Piece steepest = pieces.element();
      double low = steepest.x.low();
      double high = steepest.x.high();
      double middle = steepest.x.middle();
      taken = Math.max(taken, derivative(body, argument, Interval.of(middle)));
      if (steepest.bound <= taken * (1 + TOLERANCE) || middle <= low || middle >= high) {
        break;
      }
      pieces.remove();
      pieces.add(piece(body, argument, new Interval(low, middle)));
      pieces.add(piece(body, argument, new Interval(middle, high)));
    }
    return pieces.element().bound;
  }

  private static Piece piece(Expr body, int argument, Interval x) {
    return new Piece(x, derivative(body, argument, x));
  }

  private static double derivative(Expr body, int argument, Interval x) {
    double bound = Slope.of(body, argument, x).derivative().magnitude();
    return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
  }
}

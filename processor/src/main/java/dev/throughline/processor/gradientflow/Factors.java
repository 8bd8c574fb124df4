package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** What multiplies the gradient of one loss on its way, from the loss backwards. */
final class Factors {
  private final Map<Node, Double> slopes = new HashMap<>();
  private final Map<Node, GradientBound> bounds = new HashMap<>();
  private final Gains gains;
  private final String loss;

  private Factors(Gains gains, String loss) {
    this.gains = gains;
    this.loss = loss;
  }

  static Factors from(Node loss, Graph graph, Stations stations, Gains gains) {
    String member = loss.origin().member();
    Factors factors = new Factors(gains, member);
    factors.slopes.put(loss, 1.0);
    factors.bounds.put(loss, new GradientBound(1, member));
    for (Node node : graph.nodes().reversed()) {
      if (factors.slopes.containsKey(node)) {
        stations.operands(node).forEach(operand -> factors.pass(node, operand));
      }
    }
    return factors;
  }

  private void pass(Node from, Node to) {
    GradientBound bound = Objects.requireNonNull(bounds.get(from));
    double slope = Objects.requireNonNull(slopes.get(from));
    boolean insideLoss = from.origin().member().equals(loss);
    if (insideLoss) {
      // However often the loss reads a value, its gradient by it is what others are measured against.
      slopes.merge(to, slope, Math::max);
      bounds.put(to, bound);
      return;
    }
    slopes.merge(to, slope * gains.slope(from, to), Math::max);
    OptionalDouble gain = gains.norm(from, to);
    GradientBound here =
        gain.isPresent()
            ? new GradientBound(bound.ratio() * gain.getAsDouble(), bound.since())
            : new GradientBound(1, from.origin().member());
    bounds.merge(to, here, Factors::sum);
  }

  private static GradientBound sum(GradientBound a, GradientBound b) {
    return new GradientBound(a.ratio() + b.ratio(), a.since().equals(b.since()) ? a.since() : "");
  }

  /** The largest product of slopes on any one path to {@code node}, which the loss reaches. */
  double slopes(Node node) {
    return Objects.requireNonNull(slopes.get(node));
  }

  GradientBound bound(Node node) {
    return Objects.requireNonNull(bounds.get(node));
  }
}

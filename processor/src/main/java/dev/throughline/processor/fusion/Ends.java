package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.List;

/** What a contraction can do to the values that it reads, and to those that it has finished. */
final class Ends {
  /** Positions of a sample from which on a product goes sample by sample without loss. */
  private static final int POSITIONS = 32;

  /** Sums of what a contraction finishes: more would crowd out of a first-level cache what they are made of. */
  private static final int MOST_SUMS = 4;

  private Ends() {}

  /** Whether {@code node} is a contraction that works on its sums before it stores them. */
  static boolean hasEpilogue(Node node) {
    return node.op() instanceof Primitive.Conv2d
        || node.op() instanceof Primitive.Conv2dInputGradient(var window) && !window.isSparse()
        || node.op() instanceof Primitive.MatMul
        || node.op() instanceof Primitive.MatMulInputGradient
        || node.op() instanceof Primitive.BatchMatMul;
  }

  /**
   * Whether {@code node} is a product that computes {@code factor}, its first, when it reads it. A filter of several taps
   * reads each value several times, and copies little for what it then multiplies: computing again saves it nothing.
   */
  static boolean fetches(Node node, Node factor) {
    boolean product =
        switch (node.op()) {
          case Primitive.Conv2d(var window) -> window.isPointwise();
          case Primitive.Conv2dFilterGradient(var window) -> window.isPointwise();
          case Primitive.Conv2dInputGradient(var window) -> window.isPointwise();
          case Primitive.MatMul _,
              Primitive.MatMulInputGradient _,
              Primitive.MatMulFilterGradient _ ->
              true;
          default -> false;
        };
    return product && node.inputs().lastIndexOf(factor) == 0;
  }

  /** Whether {@code group} can add {@code sum} up, sample by sample, of the elements that it makes or finishes. */
  static boolean sumsUp(Group.Contraction group, Fused sum) {
    return group.sums().size() < MOST_SUMS
        && sum.fullTensors()
            .anyMatch(read -> read == group.contraction() || read == group.output().node())
        && sumsUp(group.contraction(), sum);
  }

  /** Whether {@code sums} can all be made of what {@code contraction} makes. */
  static boolean sumsUp(Node contraction, List<Fused> sums) {
    return sums.size() <= MOST_SUMS && sums.stream().allMatch(sum -> sumsUp(contraction, sum));
  }

  private static boolean sumsUp(Node contraction, Fused sum) {
    return hasEpilogue(contraction)
        && !(contraction.op() instanceof Primitive.BatchMatMul)
        && contraction.type().positions() >= POSITIONS
        && sum.node().op() instanceof Primitive.Reduce(Primitive.Reduction reduction, Axes axes)
        && reduction == Primitive.Reduction.SUM
        && axes == Axes.FEATURES
        && suits(sum);
  }

  /** Whether {@code fused} reads vectors along the features and tensors of its own shape, and nothing else. */
  static boolean suits(Fused fused) {
    return !fused.body().contains(Expr.Random.class)
        && !fused.body().contains(Expr.Position.class)
        && !fused.body().contains(Expr.Row.class)
        && fused.operands().stream()
            .allMatch(
                o -> o instanceof Fused.Operand.Tensor(_, Axes axes)
                    && (axes == null || axes == Axes.FEATURES));
  }
}

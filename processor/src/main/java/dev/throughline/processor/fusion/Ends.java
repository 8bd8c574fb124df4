package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;

/** What a contraction can do to the values that it reads, and to those that it has finished. */
final class Ends {
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

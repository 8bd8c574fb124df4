package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a value comes from. */
final class Sources {
  private Sources() {}

  /** The nearest {@code wanted} node from {@code node} backwards, itself included, through what {@code passes}. */
  static Optional<Node> nearest(Node node, Predicate<Node> wanted, Predicate<Node> passes) {
    Deque<Node> open = new ArrayDeque<>();
    open.add(node);
    Set<Node> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Node next = open.remove();
      if (wanted.test(next)) {
        return Optional.of(next);
      }
      if (passes.test(next) && seen.add(next)) {
        open.addAll(next.inputs());
      }
    }
    return Optional.empty();
  }

  /** Whether {@code node} is its input under a random mask. */
  static boolean isDropout(Node node) {
    return node.op() instanceof Primitive.Map(Expr body)
        && node.inputs().size() == 1
        && body.contains(Expr.Random.class);
  }

  static boolean isRelu(Node node) {
    return node.op() instanceof Primitive.Map(Expr body)
        && body.equals(Expr.unary(Expr.UnaryOp.RELU, Expr.arg(0)));
  }

  /** Whether the elements of {@code node} are those of one or several values that it reads. */
  static boolean joinsElements(Node node) {
    return keepsElements(node) || node.op() instanceof Primitive.Concat;
  }

  /** Whether the elements of {@code node} are those of the value that it reads, but for a mask. */
  static boolean keepsElements(Node node) {
    return switch (node.op()) {
      case Primitive.Reshape _, Primitive.Permute _, Primitive.Slice _ -> true;
      case Primitive.Map _ -> isDropout(node);
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _ -> false;
      case Primitive.Constant _, Primitive.Spread _, Primitive.Reduce _ -> false;
      case Primitive.Moments _, Primitive.Pick _, Primitive.StateUpdate _ -> false;
      case Primitive.MatMul _, Primitive.BatchMatMul _, Primitive.Conv2d _ -> false;
      case Primitive.MatMulInputGradient _, Primitive.MatMulFilterGradient _ -> false;
      case Primitive.Conv2dInputGradient _, Primitive.Conv2dFilterGradient _ -> false;
      case Primitive.Gather _, Primitive.GatherGradient _ -> false;
      case Primitive.Scatter _, Primitive.Concat _ -> false;
      case Primitive.Pool _, Primitive.PoolGradient _ -> false;
      case Primitive.BinMeans _, Primitive.BinMeansGradient _ -> false;
    };
  }
}

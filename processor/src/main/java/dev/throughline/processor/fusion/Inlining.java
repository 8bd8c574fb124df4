package dev.throughline.processor.fusion;

import dev.throughline.processor.fusion.Fused.Operand;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Writes the value of a node as one expression over the nearest tensors in memory. */
final class Inlining {
  private final Predicate<Node> inMemory;
  private final List<Operand> operands = new ArrayList<>();

  private Inlining(Predicate<Node> inMemory) {
    this.inMemory = inMemory;
  }

  /** What {@code root} stores, or what it reduces. */
  static Fused of(Node root, Predicate<Node> inMemory) {
    Inlining pass = new Inlining(inMemory);
    Expr body =
        switch (root.op()) {
          case Primitive.Reduce _ -> pass.value(root.input(0));
          case Primitive.StateUpdate _ -> pass.value(root.input(1));
          default -> pass.computed(root);
        };
    return new Fused(root, body, pass.operands);
  }

  private Expr value(Node node) {
    if (node.op() instanceof Primitive.Constant(float value, boolean overBatch)) {
      return overBatch ? operand(new Operand.OverBatch(value)) : Expr.constant(value);
    }
    return inMemory.test(node) ? operand(new Operand.Tensor(node, null)) : computed(node);
  }

  private Expr computed(Node node) {
    return switch (node.op()) {
      case Primitive.Map(Expr body) ->
          body.substitute(node.inputs().stream().map(this::value).toList());
      case Primitive.Spread(Axes axes) -> spread(node.input(0), axes);
      default -> throw new IllegalStateException(node + " has no expression");
    };
  }

  private Expr spread(Node repeated, Axes axes) {
    if (repeated.op() instanceof Primitive.Constant) {
      return value(repeated);
    }
    if (repeated.op() instanceof Primitive.Spread(Axes inner) && !inMemory.test(repeated)) {
      return spread(repeated.input(0), inner);
    }
    return operand(new Operand.Tensor(repeated, axes));
  }

  private Expr operand(Operand operand) {
    int index = operands.indexOf(operand);
    if (index < 0) {
      index = operands.size();
      operands.add(operand);
    }
    return Expr.arg(index);
  }
}

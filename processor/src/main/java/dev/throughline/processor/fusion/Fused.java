package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node whose value is an expression over tensors in memory.
 *
 * @param node the node that this computes: a map, a state update, or a reduction of {@code body}
 * @param body {@link Expr.Arg} i is operand i
 */
public record Fused(Node node, Expr body, List<Operand> operands) {
  public Fused {
    operands = List.copyOf(operands);
  }

  /** An operand of a fused expression. */
  public sealed interface Operand {
    /** A tensor in memory; {@code axes} is null where it has the shape of the loop itself. */
    record Tensor(Node node, @Nullable Axes axes) implements Operand {}

    /** {@code value / n}. */
    record OverBatch(float value) implements Operand {}
  }

  /** This with its operands in an order that starts with {@code first}, all axes of it. */
  public Fused startingWith(Node first) {
    Operand tensor = new Operand.Tensor(first, null);
    List<Operand> ordered = new ArrayList<>(List.of(tensor));
    operands.stream().filter(o -> !o.equals(tensor)).forEach(ordered::add);
    List<Expr> renumbered = operands.stream().map(o -> Expr.arg(ordered.indexOf(o))).toList();
    return new Fused(node, body.substitute(renumbered), ordered);
  }

  public Stream<Node> tensors() {
    return operands.stream()
        .filter(Operand.Tensor.class::isInstance)
        .map(o -> ((Operand.Tensor) o).node());
  }

  /** Those that have the shape of the loop itself. */
  Stream<Node> fullTensors() {
    return operands.stream()
        .filter(o -> o instanceof Operand.Tensor(_, Axes axes) && axes == null)
        .map(o -> ((Operand.Tensor) o).node());
  }

  /** What is done to the values of {@code body}; null if they are stored as they are. */
  public Primitive.@Nullable Reduce reduction() {
    return node.op() instanceof Primitive.Reduce reduce ? reduce : null;
  }
}

package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.fusion.Views;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.TensorType;
import java.util.stream.Stream;

/** How a step is divided into tasks that may run at the same time, in any order. */
public enum Division {
  /** One task a sample of the batch, which reads and writes what belongs to that sample, and what all share. */
  SAMPLE,
  /**
   * One task a sample, or, where the batch has fewer than the device has threads for, one a part of a sample's rows. No
   * result depends on how many there are, as every row is computed by itself.
   */
  ROWS,
  /** One task a run of consecutive elements. */
  ELEMENT,
  /** One task a part of the batch; the number of parts never depends on the number of threads. */
  SPLIT,
  /** One task. */
  ONCE;

  /** Into how many tasks {@code elements} are divided. */
  public static long tasks(long elements) {
    return Math.ceilDiv(elements, LoopSchedule.ELEMENTS_PER_TASK);
  }

  /** Of a tensor that does not grow with the batch, and whose elements are computed one by one. */
  public static Division ofElements(long elements) {
    return tasks(elements) > 1 ? ELEMENT : ONCE;
  }

  /**
   * Of a loop.
   *
   * @param views where what it reads and writes lies
   * @param inParts whether its sums are made of each sample first
   */
  static Division of(Group.Loops loops, Views views, boolean inParts) {
    TensorType domain = loops.domain();
    Axes axes =
        loops.outputs().stream()
            .filter(output -> output.reduction() != null)
            .map(output -> output.reduction().axes())
            .findFirst()
            .orElse(null);
    boolean sharesElements =
        (axes == null && !domain.batched() || axes == Axes.ELEMENTS) && isFlat(loops, views);
    if (sharesElements) {
      return ofElements(domain.elements());
    }
    boolean oneByOne =
        axes == Axes.ELEMENTS || axes != null && PartialSums.overBatch(axes) && !inParts;
    return domain.batched() && !oneByOne ? SAMPLE : ONCE;
  }

  /** Whether it does not matter which feature or row an element belongs to, as all lies row after row. */
  public static boolean isFlat(Group.Loops loops, Views views) {
    return Stream.concat(loops.operands().stream(), loops.results().stream())
        .allMatch(node -> views.layout(node).isDense(node.type()))
        && !contains(loops, Expr.Position.class)
        && !contains(loops, Expr.Row.class)
        && loops.outputs().stream()
            .flatMap(output -> output.operands().stream())
            .allMatch(
                operand -> !(operand instanceof Fused.Operand.Tensor(_, Axes axes))
                    || axes == null
                    || axes == Axes.NONE
                    || axes == Axes.SAMPLES
                    || axes == Axes.ELEMENTS);
  }

  private static boolean contains(Group.Loops loops, Class<? extends Expr> what) {
    return loops.outputs().stream().anyMatch(output -> output.body().contains(what));
  }
}

package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory that a group needs while it runs, and nobody after it.
 *
 * @param node the node whose value is finished from it
 */
public record Temporary(Node node, TensorType type) {
  private static final long SPLIT_FLOATS = 512 * 1024;
  private static final int FEWEST_SPLITS = 4;
  private static final int MOST_SPLITS = 16;

  /**
   * Into how many parts the batch is split where each part accumulates a whole tensor of {@code elements}:
   * enough for many threads, but fewer where adding the parts up would cost more than they save. The number
   * depends on the shape alone, so the sum of the parts is the same for any number of threads.
   */
  public static int splits(long elements) {
    return Math.clamp(SPLIT_FLOATS / elements, FEWEST_SPLITS, MOST_SPLITS);
  }

  /** The temporary of the result {@code node} of {@code group}, or null if it needs none. */
  public static @Nullable Temporary of(Group group, Node node) {
    return switch (group) {
      case Group.Loops loops -> partialSums(loops, node);
      case Group.Single(Node single) ->
          single.op() instanceof Primitive.Moments
              ? new Temporary(single, TensorType.batch(2, single.type().features()))
              : null;
      case Group.Contraction(Node contraction, _) -> ofContraction(contraction, node);
    };
  }

  /** A sum over the batch is first made for each sample, then over the samples in order. */
  private static @Nullable Temporary partialSums(Group.Loops loops, Node node) {
    Fused fused =
        loops.outputs().stream().filter(o -> o.node() == node).findFirst().orElseThrow();
    Primitive.Reduce reduce = fused.reduction();
    TensorType domain = loops.domain();
    if (reduce == null || !domain.batched()) {
      return null;
    }
    // Where a sample holds one value of each sum, there is nothing to add up first.
    return switch (reduce.axes()) {
      case FEATURES ->
          domain.positions() == 1
              ? null
              : new Temporary(node, TensorType.batch(domain.features()));
      case NONE -> domain.elements() == 1 ? null : new Temporary(node, TensorType.PER_SAMPLE);
      case SAMPLES, SAMPLE_FEATURES, ROWS -> null;
      // Each element's sum is made whole by one task.
      case ELEMENTS -> null;
    };
  }

  private static @Nullable Temporary ofContraction(Node contraction, Node result) {
    return switch (contraction.op()) {
      case Primitive.Conv2dFilterGradient _, Primitive.MatMulFilterGradient _ ->
          new Temporary(result, parts(contraction.type()));
      default -> null;
    };
  }

  /** One tensor of {@code type} for each split. */
  public static TensorType parts(TensorType type) {
    List<Integer> extents = new ArrayList<>(List.of(splits(type.elements())));
    extents.addAll(type.extents());
    return new TensorType(false, extents);
  }

  /** Reductions over the whole batch along these axes need a second pass. */
  public static boolean overBatch(Axes axes) {
    return axes == Axes.FEATURES || axes == Axes.NONE || axes == Axes.ELEMENTS;
  }
}

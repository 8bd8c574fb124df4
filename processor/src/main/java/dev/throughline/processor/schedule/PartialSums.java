package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which sums over the batch are made in parts, and in how many: never by the number of threads. */
public final class PartialSums {
  private static final long SPLIT_FLOATS = 512 * 1024;
  private static final int FEWEST_SPLITS = 4;
  private static final int MOST_SPLITS = 16;

  private PartialSums() {}

  /** The parts that the results of {@code loops} are finished from: one of each sample. */
  static List<Stored.Parts> of(Group.Loops loops) {
    List<Stored.Parts> parts = new ArrayList<>();
    for (Fused output : loops.outputs()) {
      perSample(loops.domain(), output)
          .ifPresent(type -> parts.add(new Stored.Parts(output.node(), type)));
    }
    return parts;
  }

  /** Likewise of the sums that a contraction makes of its output. */
  static List<Stored.Parts> of(Group.Contraction group) {
    TensorType domain = group.output().node().type();
    return group.sums().stream()
        .map(sum -> new Stored.Parts(sum.node(), perSample(domain, sum).orElseThrow()))
        .toList();
  }

  /** Mean and squares of each sample, from which moments are merged. */
  static Optional<Stored.Parts> of(Group.Single single) {
    Node node = single.node();
    return node.op() instanceof Primitive.Moments
        ? Optional.of(new Stored.Parts(node, TensorType.batch(2, node.type().features())))
        : Optional.empty();
  }

  /** One filter gradient for each part of the batch. */
  static Optional<Stored.Parts> of(Node result, Contraction contraction) {
    if (!contraction.overBatch()) {
      return Optional.empty();
    }
    List<Integer> extents = new ArrayList<>(List.of(splits(contraction.weights())));
    extents.addAll(result.type().extents());
    return Optional.of(new Stored.Parts(result, new TensorType(false, extents)));
  }

  /**
   * Into how many parts the batch is split where each part accumulates a whole tensor of {@code elements}:
   * enough for many threads, but fewer where adding the parts up would cost more than they save. The number
   * depends on the shape alone, so the sum of the parts is the same for any number of threads.
   */
  private static int splits(long elements) {
    return Math.clamp(SPLIT_FLOATS / elements, FEWEST_SPLITS, MOST_SPLITS);
  }

  /** A sum over the batch is first made for each sample, then over the samples in order. */
  private static Optional<TensorType> perSample(TensorType domain, Fused output) {
    Primitive.Reduce reduce = output.reduction();
    if (reduce == null || !domain.batched()) {
      return Optional.empty();
    }
    // Where a sample holds one value of each sum, there is nothing to add up first.
    return switch (reduce.axes()) {
      case FEATURES ->
          domain.positions() == 1
              ? Optional.empty()
              : Optional.of(TensorType.batch(domain.features()));
      case NONE -> domain.elements() == 1 ? Optional.empty() : Optional.of(TensorType.PER_SAMPLE);
      case SAMPLES, SAMPLE_FEATURES, ROWS -> Optional.empty();
      // Each element's sum is made whole by one task.
      case ELEMENTS -> Optional.empty();
    };
  }

  /** Whether a reduction along {@code axes} of a batch sums samples up. */
  public static boolean overBatch(Axes axes) {
    return axes == Axes.FEATURES || axes == Axes.NONE || axes == Axes.ELEMENTS;
  }
}

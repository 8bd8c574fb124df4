package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a step costs whatever the machine: operations, and bytes that it reads and writes if each is moved once.
 *
 * @param flops whatever the batch; a fused multiply-add counts as two
 * @param bytes whatever the batch
 */
public record Cost(long flops, long flopsPerSample, long bytes, long bytesPerSample) {
  static Cost of(Step step) {
    long fixed = 0;
    long perSample = 0;
    List<Stored> moved = new ArrayList<>(step.reads());
    moved.addAll(step.writes());
    for (Stored stored : moved) {
      long bytes = Float.BYTES * stored.type().elements();
      if (stored.type().batched()) {
        perSample += bytes;
      } else {
        fixed += bytes;
      }
    }
    return switch (step) {
      case Step.Product product ->
          new Cost(0, product.contraction().flops(), fixed, perSample);
      case Step.Loops loops -> {
        TensorType domain = loops.group().domain();
        long flops =
            domain.elements() * loops.group().outputs().stream().mapToLong(Cost::flops).sum();
        yield domain.batched()
            ? new Cost(0, flops, fixed, perSample)
            : new Cost(flops, 0, fixed, perSample);
      }
      case Step.Own _, Step.Total _, Step.Pack _ -> new Cost(0, 0, fixed, perSample);
    };
  }

  /** Of one element. */
  private static long flops(Fused output) {
    return flops(output.body()) + (output.reduction() == null ? 0 : 1);
  }

  private static long flops(Expr e) {
    long own =
        switch (e) {
          case Expr.Arg _, Expr.Const _, Expr.Position _, Expr.Row _, Expr.Random _ -> 0;
          case Expr.Unary _, Expr.Binary _, Expr.Select _ -> 1;
          case Expr.Fma _ -> 2;
        };
    return own + e.children().stream().mapToLong(Cost::flops).sum();
  }

  boolean isPerSample() {
    return flopsPerSample + bytesPerSample > 0;
  }

  boolean isFixed() {
    return flops + bytes > 0;
  }

  /** {@code 884,736 n FLOP, 131,072 n + 9,216 bytes}. */
  @Override
  public String toString() {
    return overBatch(flopsPerSample, flops) + " FLOP, " + overBatch(bytesPerSample, bytes)
        + " bytes";
  }

  private static String overBatch(long perSample, long fixed) {
    String each = String.format(Locale.ROOT, "%,d n", perSample);
    String once = String.format(Locale.ROOT, "%,d", fixed);
    return perSample == 0 ? once : fixed == 0 ? each : each + " + " + once;
  }
}

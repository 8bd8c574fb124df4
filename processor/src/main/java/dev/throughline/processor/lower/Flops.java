package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.List;

/** Counts floating-point operations: one for each arithmetic node of an expression, two for a fused multiply-add. */
public final class Flops {
  private Flops() {}

  /** For one task; a loop over the batch counts as one sample. */
  public static long of(List<Stmt> body) {
    return body.stream().mapToLong(Flops::of).sum();
  }

  private static long of(Stmt statement) {
    return switch (statement) {
      case Stmt.For(_, Stmt.Extent.Fixed(int extent), _, List<Stmt> body) -> extent * of(body);
      case Stmt.For(_, Stmt.Extent.Batch _, _, List<Stmt> body) -> of(body);
      case Stmt.Reduce(_, int extent, _, List<Stmt> body) -> extent * of(body);
      case Stmt.Guard(_, _, List<Stmt> body) -> of(body);
      case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> 0;
      case Stmt.Declare(_, Value value) -> of(value);
      case Stmt.Update(_, _, Value value) -> 1 + of(value);
      case Stmt.Store(_, Value value) -> of(value);
    };
  }

  private static long of(Value value) {
    long own =
        switch (value) {
          case Value.Load _, Value.Local _, Value.Scalar _, Value.OverBatch _, Value.Const _ -> 0;
          case Value.Position _, Value.Row _, Value.Random _ -> 0;
          case Value.Unary _, Value.Binary _, Value.Select _ -> 1;
          case Value.Fma _ -> 2;
        };
    return own + value.children().stream().mapToLong(Flops::of).sum();
  }
}

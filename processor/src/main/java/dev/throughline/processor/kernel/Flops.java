package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Expr;
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
      case Stmt.Declare(_, Expr value, _) -> of(value);
      case Stmt.Update(_, _, Expr value, _) -> 1 + of(value);
      case Stmt.Store(_, Expr value, _) -> of(value);
    };
  }

  private static long of(Expr e) {
    long own =
        switch (e) {
          case Expr.Arg _, Expr.Const _, Expr.Position _, Expr.Row _, Expr.Random _ -> 0;
          case Expr.Unary _, Expr.Binary _, Expr.Select _ -> 1;
          case Expr.Fma _ -> 2;
        };
    return own + e.children().stream().mapToLong(Flops::of).sum();
  }
}

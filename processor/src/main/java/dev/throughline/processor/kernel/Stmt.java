package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;

/**
 * A statement of a {@link LoopKernel}.
 *
 * <p>Locals are single-precision scalars; inside a loop over lanes each stands for one value a lane. A loop
 * over lanes promises that its iterations are independent, so they may run together in any number. All
 * other loops run in order, which fixes the order of every sum.
 */
public sealed interface Stmt {

  /** {@code for (variable = 0; variable < extent; variable++)}. */
  record For(String variable, Extent extent, boolean lanes, List<Stmt> body) implements Stmt {
    public For {
      body = List.copyOf(body);
    }
  }

  /** Runs {@code body} where {@code index} lies in {@code [0, below)}: inside the border of an image. */
  record Guard(Index index, int below, List<Stmt> body) implements Stmt {
    public Guard {
      body = List.copyOf(body);
    }
  }

  /** {@code float local = value}. */
  record Declare(String local, Expr value, List<Operand> operands) implements Stmt {
    public Declare {
      operands = List.copyOf(operands);
    }
  }

  /** {@code local = local + value}, or the larger of both. */
  record Update(String local, Reduction reduction, Expr value, List<Operand> operands)
      implements Stmt {
    public Update {
      operands = List.copyOf(operands);
    }
  }

  /** {@code target = value}. */
  record Store(Access target, Expr value, List<Operand> operands) implements Stmt {
    public Store {
      operands = List.copyOf(operands);
    }
  }

  /** How often a loop runs: a number, or the size of the batch. */
  sealed interface Extent {
    record Fixed(int value) implements Extent {}

    record Batch() implements Extent {}
  }
}

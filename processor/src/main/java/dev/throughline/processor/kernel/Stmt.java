package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;

/**
 * A statement of a {@link LoopKernel}.
 *
 * <p>Locals are single-precision scalars; inside a loop over lanes each stands for one value a lane. A loop
 * over lanes promises that its iterations are independent, so they may run together in any number. All
 * other loops run in order, which fixes the order of every sum. {@link Value.Position} is the loop variable
 * {@code c}, {@link Value.Row} is {@code row}, {@link Value.Random} draws for the index {@code element}; a kernel that uses one declares it, and
 * not inside a loop over lanes.
 */
public sealed interface Stmt {

  /** {@code for (variable = 0; variable < extent; variable++)}. */
  record For(String variable, Extent extent, boolean lanes, List<Stmt> body) implements Stmt {
    public For {
      body = List.copyOf(body);
    }
  }

  /**
   * Declares each of {@code results} and reduces into it what {@code body} updates it with, over {@code variable}
   * from 0 to below {@code extent}.
   *
   * <p>Element i goes to part {@code i mod} {@value #PARTS}, in ascending order; the parts are then combined in
   * pairs, those half of them apart first. So whole vectors accumulate, and the result does not depend on how many
   * lanes they have.
   */
  record Reduce(String variable, int extent, List<Result> results, List<Stmt> body)
      implements Stmt {
    public static final int PARTS = 16;

    public Reduce {
      results = List.copyOf(results);
      body = List.copyOf(body);
    }

    /** A local and how what it is updated with is combined. */
    public record Result(String local, Reduction reduction) {}
  }

  /** Runs {@code body} where {@code index} lies in {@code [0, below)}: inside the border of an image. */
  record Guard(Index index, int below, List<Stmt> body) implements Stmt {
    public Guard {
      body = List.copyOf(body);
    }
  }

  /** {@code int variable = index}. */
  record Let(String variable, Index index) implements Stmt {}

  /** {@code int variable = (int) source}, which holds a whole number; not inside a loop over lanes. */
  record Read(String variable, Access source) implements Stmt {}

  /** {@code int variable = ⌊(of · factor + plus) / divisor⌋}, of what is not negative. */
  record Quotient(String variable, String of, int factor, int plus, int divisor) implements Stmt {}

  /** {@code float local = value}. */
  record Declare(String local, Value value) implements Stmt {}

  /** {@code local = local + value}, or the larger of both. */
  record Update(String local, Reduction reduction, Value value) implements Stmt {}

  /** {@code target = value}. */
  record Store(Access target, Value value) implements Stmt {}

  /** How often a loop runs: a number, or the size of the batch. */
  sealed interface Extent {
    record Fixed(int value) implements Extent {}

    record Batch() implements Extent {}
  }

  /** The statement that stores {@code value} at {@code at} of {@code buffer}. */
  static Store store(String buffer, Index at, Value value) {
    return new Store(new Access(buffer, at), value);
  }

  /** The statement that adds {@code value} to {@code local}. */
  static Update add(String local, Value value) {
    return new Update(local, Reduction.SUM, value);
  }

  /** A loop in order over a fixed extent. */
  static For loop(String variable, long extent, List<Stmt> body) {
    return new For(variable, new Extent.Fixed(Math.toIntExact(extent)), false, body);
  }

  /** A loop over lanes. */
  static For lanes(String variable, long extent, List<Stmt> body) {
    return new For(variable, new Extent.Fixed(Math.toIntExact(extent)), true, body);
  }

  /** A loop over the samples of the batch, in order. */
  static For overBatch(String variable, List<Stmt> body) {
    return new For(variable, new Extent.Batch(), false, body);
  }
}

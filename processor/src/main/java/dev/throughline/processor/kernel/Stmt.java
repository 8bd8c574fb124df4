package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A statement of a {@link LoopKernel}.
 *
 * <p>Locals are single-precision scalars; inside a loop over lanes each stands for one value a lane. Loops that
 * are not said to be independent run in order, which fixes the order of every sum.
 */
public sealed interface Stmt {

  /** How the iterations of a loop may run. */
  enum Run {
    /** In order. */
    SERIAL,
    /** In any order, or together. */
    INDEPENDENT,
    /** Together, neighbours in the lanes of a vector: every access moves by one element a step, or by none. */
    LANES,
    /** Likewise, where whole vectors always fit: every launch runs a multiple of {@value Reduce#PARTS} steps. */
    WHOLE_LANES;

    public boolean inLanes() {
      return this == LANES || this == WHOLE_LANES;
    }
  }

  /** {@code for (variable = from; variable < to; variable += step)}. */
  record For(String variable, Int from, Int to, Int step, Run run, List<Stmt> body)
      implements Stmt {
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
   *
   * @param whole whether {@code extent} is a multiple of {@value #PARTS} in every launch
   */
  record Reduce(
      String variable, Int extent, boolean whole, List<Result> results, List<Stmt> body)
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
  record Guard(Int index, Int below, List<Stmt> body) implements Stmt {
    public Guard {
      body = List.copyOf(body);
    }
  }

  /** {@code int variable = value}. */
  record Let(String variable, Int value) implements Stmt {}

  /** {@code int variable = (int) source}, which holds a whole number; not inside a loop over lanes. */
  record Read(String variable, Access source) implements Stmt {}

  /** {@code float local = value}. */
  record Declare(String local, Value value) implements Stmt {}

  /** {@code local = local + value}, or the larger of both. */
  record Update(String local, Reduction reduction, Value value) implements Stmt {}

  /** {@code target = value}. */
  record Store(Access target, Value value) implements Stmt {}

  /** The statement that stores {@code value} at {@code at} of {@code buffer}. */
  static Store store(String buffer, Int at, Value value) {
    return new Store(new Access(buffer, at), value);
  }

  /** The statement that adds {@code value} to {@code local}. */
  static Update add(String local, Value value) {
    return new Update(local, Reduction.SUM, value);
  }

  /** A loop in order, from 0. */
  static For loop(String variable, Int extent, List<Stmt> body) {
    return new For(variable, Int.ZERO, extent, Int.ONE, Run.SERIAL, body);
  }

  /** A loop over what is independent, from 0. */
  static For each(String variable, Int extent, List<Stmt> body) {
    return new For(variable, Int.ZERO, extent, Int.ONE, Run.INDEPENDENT, body);
  }

  /** A loop over lanes, from 0. */
  static For lanes(String variable, Int extent, List<Stmt> body) {
    return new For(variable, Int.ZERO, extent, Int.ONE, Run.LANES, body);
  }

  /** A loop over the samples of the batch, in order. */
  static For overBatch(String variable, List<Stmt> body) {
    return loop(variable, Int.BATCH, body);
  }

  /** The statements within, in order. */
  default List<Stmt> body() {
    return List.of();
  }

  /** What this statement computes. */
  default Optional<Value> computed() {
    return switch (this) {
      case Declare(_, Value value) -> Optional.of(value);
      case Update(_, _, Value value) -> Optional.of(value);
      case Store(_, Value value) -> Optional.of(value);
      case For _, Reduce _, Guard _, Let _, Read _ -> Optional.empty();
    };
  }

  /** The whole numbers that this statement itself reads, in the order in which it is written. */
  default Stream<Int> numbers() {
    Stream<Int> own =
        switch (this) {
          case For(_, Int from, Int to, Int step, _, _) -> Stream.of(from, to, step);
          case Reduce(_, Int extent, _, _, _) -> Stream.of(extent);
          case Guard(Int index, Int below, _) -> Stream.of(index, below);
          case Let(_, Int value) -> Stream.of(value);
          case Read(_, Access source) -> Stream.of(source.index());
          case Store(Access target, _) -> Stream.of(target.index());
          case Declare _, Update _ -> Stream.of();
        };
    return Stream.concat(
        own, computed().stream().flatMap(Value::leaves).flatMap(Value::numbers));
  }

  /** {@code this} and all statements within, in order. */
  default Stream<Stmt> all() {
    return Stream.concat(Stream.of(this), body().stream().flatMap(Stmt::all));
  }
}

package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A statement of a {@link Kernel}.
 *
 * <p>Locals are single-precision scalars; inside a loop over lanes each stands for one value a lane. Loops that
 * are not said to be independent run in order, which fixes the order of every sum.
 */
public sealed interface Stmt {

  /** How the iterations of a loop may run. */
  enum Run {
    /** In order. */
    SERIAL,
    /**
     * In order, a few in one go where vectors are: what each loads from and stores to the same place then stays in
     * registers.
     */
    TOGETHER,
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

  /** Runs {@code body} where {@code a < b}. */
  record If(Int a, Int b, List<Stmt> body) implements Stmt {
    public If {
      body = List.copyOf(body);
    }
  }

  /** Copies {@code count} neighbours from {@code source} on to {@code target} on. */
  record Copy(Access source, Access target, Int count) implements Stmt {}

  /** Sets {@code count} neighbours from {@code target} on to zero. */
  record Clear(Access target, Int count) implements Stmt {}

  /**
   * Runs a tile: the innermost loops of a contraction.
   *
   * @param a where its first values lie, {@code b} and {@code sum} likewise
   * @param arguments its strides and bounds, by the names of its parameters; others are dropped
   */
  record Call(Tile tile, Access a, Access b, Access sum, Map<String, Int> arguments)
      implements Stmt {
    public Call {
      Map<String, Int> taken = new HashMap<>(arguments);
      taken.keySet().retainAll(tile.terms().parameters());
      arguments = Map.copyOf(taken);
    }

    private Stream<Int> read() {
      return Stream.concat(
          Stream.of(a.index(), b.index(), sum.index()),
          tile.terms().parameters().stream().filter(arguments::containsKey).map(arguments::get));
    }
  }

  /**
   * Runs tiles for all channels of a panel: {@code variable} counts them, by as many as the vectors of a tile hold.
   * Where a tile computes the whole panel, it is 0.
   *
   * @param width channels of the panel
   * @param many for machines of many registers
   * @param few for those of few; the same sums in the same order
   */
  record Panel(String variable, int width, List<Stmt> many, List<Stmt> few) implements Stmt {
    public Panel {
      many = List.copyOf(many);
      few = List.copyOf(few);
    }

    public List<Stmt> of(Registers registers) {
      return registers == Registers.MANY ? many : few;
    }

    /** How many vectors each of the tiles holds. */
    public int vectors(Registers registers) {
      return of(registers).stream().flatMap(Stmt::all)
          .filter(Call.class::isInstance)
          .mapToInt(call -> ((Call) call).tile().vectors())
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Runs {@code body}, which stands apart under a name: what is called often is compiled soon, however seldom its
   * kernel is called.
   *
   * @param name follows that of the kernel
   * @param purpose a sentence
   */
  record Apart(String name, String purpose, List<Stmt> body) implements Stmt {
    public Apart {
      body = List.copyOf(body);
    }
  }

  /** The statement that stores {@code value} at {@code at} of {@code buffer}. */
  static Store store(String buffer, Int at, Value value) {
    return new Store(new Access(buffer, at), value);
  }

  /** The statement that adds {@code value} to {@code local}. */
  static Update add(String local, Value value) {
    return new Update(local, Reduction.SUM, value);
  }

  /** A loop in order, in steps. */
  static For stepped(String variable, Int from, Int to, Int step, List<Stmt> body) {
    return new For(variable, from, to, step, Run.SERIAL, body);
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
      case If _, Copy _, Clear _, Call _, Panel _, Apart _ -> Optional.empty();
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
          case If(Int a, Int b, _) -> Stream.of(a, b);
          case Copy(Access source, Access target, Int count) ->
              Stream.of(source.index(), target.index(), count);
          case Clear(Access target, Int count) -> Stream.of(target.index(), count);
          case Call call -> call.read();
          case Declare _, Update _, Panel _, Apart _ -> Stream.of();
        };
    return Stream.concat(
        own, computed().stream().flatMap(Value::leaves).flatMap(Value::numbers));
  }

  /** The elements that this statement itself reads or writes; of several neighbours the first. */
  default Stream<Access> accesses() {
    Stream<Access> own =
        switch (this) {
          case Read(_, Access source) -> Stream.of(source);
          case Store(Access target, _) -> Stream.of(target);
          case Copy(Access source, Access target, _) -> Stream.of(source, target);
          case Clear(Access target, _) -> Stream.of(target);
          case Call(_, Access a, Access b, Access sum, _) -> Stream.of(a, b, sum);
          case For _, Reduce _, Guard _, Let _, Declare _, Update _, If _, Panel _, Apart _ ->
              Stream.of();
        };
    Stream<Access> loads =
        computed().stream()
            .flatMap(Value::leaves)
            .filter(Value.Load.class::isInstance)
            .map(leaf -> ((Value.Load) leaf).access());
    return Stream.concat(own, loads);
  }

  /** {@code this} and all statements within, in order. */
  default Stream<Stmt> all() {
    Stream<Stmt> within =
        this instanceof Panel(_, _, var many, var few)
            ? Stream.of(many, few).distinct().flatMap(List::stream)
            : body().stream();
    return Stream.concat(Stream.of(this), within.flatMap(Stmt::all));
  }
}

package dev.throughline.processor.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole number known when a kernel runs: a place in a buffer, a bound of a loop.
 *
 * <p>What the factories make is as short as a person would write it, terms and factors in the order given.
 */
public sealed interface Int {

  record Number(int value) implements Int {}

  /** A variable of a loop, or of a {@link Stmt.Let} or {@link Stmt.Read}. */
  record Variable(String name) implements Int {}

  /** A size by its name, such as {@code C}: a number for each launch. */
  record Extent(String name) implements Int {}

  /** The size of the batch. */
  record Batch() implements Int {}

  record Sum(List<Int> terms) implements Int {
    public Sum {
      terms = List.copyOf(terms);
    }
  }

  record Product(List<Int> factors) implements Int {
    public Product {
      factors = List.copyOf(factors);
    }
  }

  record Least(Int a, Int b) implements Int {}

  record Most(Int a, Int b) implements Int {}

  /** {@code ⌊of / by⌋}, of what is not negative. */
  record Quotient(Int of, Int by) implements Int {}

  /** What {@link Quotient} leaves. */
  record Remainder(Int of, Int by) implements Int {}

  Int ZERO = new Number(0);
  Int ONE = new Number(1);
  Int BATCH = new Batch();

  static Int of(long value) {
    return new Number(Math.toIntExact(value));
  }

  static Int variable(String name) {
    return new Variable(name);
  }

  static Int extent(String name) {
    return new Extent(name);
  }

  static Int sum(List<Int> terms) {
    SequencedMap<Int, Integer> often = new LinkedHashMap<>();
    int number = 0;
    for (Int term : terms) {
      for (Int part : term instanceof Sum(var parts) ? parts : List.of(term)) {
        switch (part) {
          case Number(int value) -> number = Math.addExact(number, value);
          case Product(var factors) when factors.getLast() instanceof Number(int count) ->
              often.merge(
                  product(factors.subList(0, factors.size() - 1)), count, Math::addExact);
          default -> often.merge(part, 1, Math::addExact);
        }
      }
    }
    List<Int> flat = new ArrayList<>();
    often.forEach(
        (part, count) -> {
          if (count != 0) {
            flat.add(count == 1 ? part : part.times(of(count)));
          }
        });
    if (number != 0) {
      flat.add(new Number(number));
    }
    return flat.isEmpty() ? ZERO : flat.size() == 1 ? flat.getFirst() : new Sum(flat);
  }

  static Int least(Int a, Int b) {
    return a instanceof Number(int x) && b instanceof Number(int y)
        ? of(Math.min(x, y))
        : new Least(a, b);
  }

  static Int most(Int a, Int b) {
    return a instanceof Number(int x) && b instanceof Number(int y)
        ? of(Math.max(x, y))
        : new Most(a, b);
  }

  static Int product(List<Int> factors) {
    List<Int> flat = new ArrayList<>();
    int number = 1;
    for (Int factor : factors) {
      for (Int part : factor instanceof Product(var parts) ? parts : List.of(factor)) {
        if (part instanceof Number(int value)) {
          number = Math.multiplyExact(number, value);
        } else {
          flat.add(part);
        }
      }
    }
    if (number == 0 || flat.isEmpty()) {
      return new Number(number);
    }
    if (number != 1) {
      flat.add(new Number(number));
    }
    return flat.size() == 1 ? flat.getFirst() : new Product(flat);
  }

  default Int plus(Int other) {
    return sum(List.of(this, other));
  }

  default Int plus(long other) {
    return plus(of(other));
  }

  default Int minus(Int other) {
    return plus(other.times(of(-1)));
  }

  default Int minus(long other) {
    return plus(-other);
  }

  default Int times(Int other) {
    return product(List.of(this, other));
  }

  default Int over(Int other) {
    return other.equals(ONE) ? this
        : this instanceof Number(int a) && other instanceof Number(int b)
            ? of(Math.floorDiv(a, b))
        : new Quotient(this, other);
  }

  default Int modulo(Int other) {
    return other.equals(ONE) || equals(ZERO) ? ZERO : new Remainder(this, other);
  }

  /** {@code this} and what it is made of. */
  default Stream<Int> parts() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(Int::parts));
  }

  private List<Int> children() {
    return switch (this) {
      case Number _, Variable _, Extent _, Batch _ -> List.of();
      case Sum(var terms) -> terms;
      case Product(var factors) -> factors;
      case Least(Int a, Int b) -> List.of(a, b);
      case Most(Int a, Int b) -> List.of(a, b);
      case Quotient(Int of, Int by) -> List.of(of, by);
      case Remainder(Int of, Int by) -> List.of(of, by);
    };
  }

  /** This number with every variable, extent and batch replaced, and simplified again. */
  default Int with(UnaryOperator<Int> leaf) {
    return switch (this) {
      case Number _ -> this;
      case Variable _, Extent _, Batch _ -> leaf.apply(this);
      case Sum(var terms) -> sum(terms.stream().map(term -> term.with(leaf)).toList());
      case Product(var factors) -> product(factors.stream().map(f -> f.with(leaf)).toList());
      case Least(Int a, Int b) -> least(a.with(leaf), b.with(leaf));
      case Most(Int a, Int b) -> most(a.with(leaf), b.with(leaf));
      case Quotient(Int of, Int by) -> of.with(leaf).over(by.with(leaf));
      case Remainder(Int of, Int by) -> of.with(leaf).modulo(by.with(leaf));
    };
  }

  /** How far one step of {@code variable} moves this number; empty where that is not the same everywhere. */
  default Optional<Int> strideOf(String variable) {
    return switch (this) {
      case Number _, Extent _, Batch _ -> Optional.of(ZERO);
      case Variable(String name) -> Optional.of(name.equals(variable) ? ONE : ZERO);
      case Sum(var terms) -> {
        List<Int> strides =
            terms.stream().flatMap(term -> term.strideOf(variable).stream()).toList();
        yield strides.size() == terms.size() ? Optional.of(sum(strides)) : Optional.empty();
      }
      case Product(var factors) -> {
        List<Int> others = new ArrayList<>(factors);
        others.removeIf(factor -> factor.names(variable));
        if (others.size() == factors.size()) {
          yield Optional.of(ZERO);
        }
        Optional<Int> own =
            factors.stream().filter(f -> f.names(variable)).findFirst()
                .flatMap(factor -> factor.strideOf(variable));
        yield others.size() + 1 < factors.size()
            ? Optional.empty()
            : own.map(stride -> stride.times(product(others)));
      }
      case Least _, Most _, Quotient _, Remainder _ ->
          names(variable) ? Optional.empty() : Optional.of(ZERO);
    };
  }

  /** Whether {@code variable} occurs in this number. */
  default boolean names(String variable) {
    return parts().anyMatch(new Variable(variable)::equals);
  }
}

package dev.throughline.processor.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A whole number as {@code offset + Σ stride · variable}, all sizes being numbers.
 *
 * @param strides none is zero
 */
record Affine(long offset, SequencedMap<String, Long> strides) {
  static Affine of(long offset) {
    return new Affine(offset, new LinkedHashMap<>());
  }

  static Affine variable(String name) {
    return new Affine(0, new LinkedHashMap<>(Map.of(name, 1L)));
  }

  /**
   * {@code value} where extents stand for {@code sizes}.
   *
   * @param part what a variable stands for, and a part that is no sum or product
   */
  static Affine of(Int value, Map<String, Integer> sizes, Function<Int, Affine> part) {
    return switch (value) {
      case Int.Number(int number) -> of(number);
      case Int.Extent(String name) when sizes.containsKey(name) -> of(sizes.get(name));
      case Int.Sum(List<Int> terms) ->
          terms.stream().map(term -> of(term, sizes, part)).reduce(of(0), Affine::plus);
      case Int.Product(List<Int> factors) ->
          factors.stream().map(factor -> of(factor, sizes, part)).reduce(of(1), Affine::times);
      case Int.Variable _, Int.Extent _, Int.Batch _ -> part.apply(value);
      case Int.Least _, Int.Most _, Int.Quotient _, Int.Remainder _ -> part.apply(value);
    };
  }

  Affine plus(Affine more) {
    SequencedMap<String, Long> sum = new LinkedHashMap<>(strides);
    more.strides.forEach((variable, stride) -> sum.merge(variable, stride, Long::sum));
    sum.values().removeIf(stride -> stride == 0);
    return new Affine(offset + more.offset, sum);
  }

  private Affine times(Affine factor) {
    if (!strides.isEmpty() && !factor.strides.isEmpty()) {
      throw new IllegalArgumentException(
          "no sum of multiples: %s times %s".formatted(this, factor));
    }
    return strides.isEmpty() ? factor.times(offset) : times(factor.offset);
  }

  Affine times(long factor) {
    SequencedMap<String, Long> product = new LinkedHashMap<>();
    if (factor != 0) {
      strides.forEach((variable, stride) -> product.put(variable, stride * factor));
    }
    return new Affine(offset * factor, product);
  }

  /** How often {@code part} is in this, judged by its last variable; 0 if it has none. */
  long factor(Affine part) {
    if (part.strides.isEmpty()) {
      return 0;
    }
    var last = part.strides.lastEntry();
    return strides.getOrDefault(last.getKey(), 0L) / last.getValue();
  }

  /** What this adds to a multiple of {@code part}, if all of {@code part} is in it. */
  Optional<Affine> without(Affine part) {
    long factor = factor(part);
    Affine rest = plus(part.times(-factor));
    boolean all =
        factor != 0 && part.strides.keySet().stream().noneMatch(rest.strides::containsKey);
    return all ? Optional.of(rest) : Optional.empty();
  }
}

package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How many floating-point operations something takes, as a sum of products of extents: one for each arithmetic
 * node of an expression, two for a fused multiply-add. The batch is an extent like others, {@value #BATCH}.
 */
public final class Work {
  private static final String BATCH = "n";

  /** The number that stands before each product; the product of no extents is the number alone. */
  private final SequencedMap<List<String>, Long> terms = new LinkedHashMap<>();

  private Work() {}

  /** A number of operations. */
  public static Work of(long operations) {
    Work work = new Work();
    work.add(List.of(), operations);
    return work;
  }

  /** The operations of {@code body}, run once. */
  public static Work of(List<Stmt> body) {
    Work work = new Work();
    body.forEach(statement -> work.add(of(statement)));
    return work;
  }

  private static Work of(Stmt statement) {
    return switch (statement) {
      case Stmt.For(_, Int from, Int to, Int step, _, var body) ->
          of(body).times(to.minus(from).over(step));
      case Stmt.Reduce(_, Int extent, _, _, var body) -> of(body).times(extent);
      case Stmt.Guard(_, _, var body) -> of(body);
      case Stmt.If(_, _, var body) -> of(body);
      case Stmt.Apart(_, _, var body) -> of(body);
      case Stmt.Let _, Stmt.Read _, Stmt.Copy _, Stmt.Clear _ -> of(0);
      case Stmt.Panel _, Stmt.Call _ ->
          throw new IllegalArgumentException("what tiles do is told by their kernel");
      case Stmt.Declare(_, Value value) -> of(operations(value));
      case Stmt.Update(_, Reduction _, Value value) -> of(1 + operations(value));
      case Stmt.Store(_, Value value) -> of(operations(value));
    };
  }

  private static long operations(Value value) {
    long own =
        switch (value) {
          case Value.Load _, Value.Local _, Value.Scalar _, Value.Share _, Value.Const _ -> 0;
          case Value.Position _, Value.Random _ -> 0;
          case Value.Unary _, Value.Binary _, Value.Select _ -> 1;
          case Value.Fma _ -> 2;
        };
    return own + value.children().stream().mapToLong(Work::operations).sum();
  }

  private void add(Work other) {
    other.terms.forEach(this::add);
  }

  private void add(List<String> product, long factor) {
    if (factor != 0) {
      terms.merge(product, factor, Long::sum);
    }
  }

  /** This work {@code count} times. */
  public Work times(Int count) {
    Work product = new Work();
    switch (count) {
      case Int.Number(int number) -> terms.forEach((e, factor) -> product.add(e, factor * number));
      case Int.Batch() -> product.add(times(BATCH));
      case Int.Extent(String name) -> product.add(times(name));
      case Int.Variable(String name) -> product.add(times(name));
      case Int.Sum(var parts) -> parts.forEach(part -> product.add(times(part)));
      case Int.Product(var factors) -> {
        Work all = this;
        for (Int factor : factors) {
          all = all.times(factor);
        }
        product.add(all);
      }
      // At most.
      case Int.Least(Int a, _) -> product.add(times(a));
      case Int.Most(Int a, _) -> product.add(times(a));
      case Int.Quotient(Int of, _) -> product.add(times(of));
      case Int.Remainder(_, Int by) -> product.add(times(by));
    }
    return product;
  }

  private Work times(String extent) {
    Work product = new Work();
    terms.forEach(
        (extents, factor) -> {
          List<String> more = new ArrayList<>(extents);
          more.add(extent);
          more.sort(null);
          product.add(List.copyOf(more), factor);
        });
    return product;
  }

  /** This work where extents stand for {@code sizes}; others stay. */
  public Work in(Map<String, Integer> sizes) {
    Work known = new Work();
    terms.forEach(
        (extents, factor) -> {
          List<String> rest = new ArrayList<>();
          long number = factor;
          for (String extent : extents) {
            Integer size = sizes.get(extent);
            if (size == null) {
              rest.add(extent);
            } else {
              number *= size;
            }
          }
          known.add(List.copyOf(rest), number);
        });
    return known;
  }

  /** What grows with the batch, for one sample. */
  public long perSample() {
    return terms.getOrDefault(List.of(BATCH), 0L);
  }

  /** What is done whatever the batch. */
  public long fixed() {
    return terms.getOrDefault(List.of(), 0L);
  }

  /** {@code 5 · ROWS · C + 64}. */
  @Override
  public String toString() {
    List<String> text = new ArrayList<>();
    terms.forEach(
        (extents, factor) -> {
          List<String> factors = new ArrayList<>(extents);
          if (factor != 1 || extents.isEmpty()) {
            factors.addFirst(String.format(Locale.ROOT, "%,d", factor));
          }
          text.add(String.join(" · ", factors));
        });
    return text.isEmpty() ? "0" : String.join(" + ", text);
  }
}

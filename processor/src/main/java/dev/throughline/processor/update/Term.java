package dev.throughline.processor.update;

import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.kernel.Value;

/** A value of an update's equations, for one parameter. Every operation is rounded once, in the order written. */
public record Term(Value value) {
  /** A constant. */
  public static Term constant(double value) {
    return new Term(Value.constant(value));
  }

  /** {@code a · b + c}, rounded once. */
  public static Term fma(Term a, Term b, Term c) {
    return new Term(Value.fma(a.value, b.value, c.value));
  }

  /** {@code a > b ? then : otherwise}. */
  public static Term ifGreater(Term a, Term b, Term then, Term otherwise) {
    return new Term(
        new Value.Select(Compare.GREATER, a.value, b.value, then.value, otherwise.value));
  }

  /** {@code this + b}. */
  public Term plus(Term b) {
    return new Term(value.plus(b.value));
  }

  /** {@code this − b}. */
  public Term minus(Term b) {
    return new Term(value.minus(b.value));
  }

  /** {@code this · b}. */
  public Term times(Term b) {
    return new Term(value.times(b.value));
  }

  /** {@code this / b}. */
  public Term over(Term b) {
    return new Term(value.over(b.value));
  }

  /** {@code −this}. */
  public Term negate() {
    return new Term(value.negate());
  }

  /** {@code √this}. */
  public Term sqrt() {
    return new Term(Value.unary(UnaryOp.SQRT, value));
  }

  /** 1 where this is positive, −1 where it is negative, 0 where it is zero. */
  public Term sign() {
    Term zero = constant(0);
    Term one = constant(1);
    return ifGreater(this, zero, one, ifGreater(zero, this, constant(-1), zero));
  }
}

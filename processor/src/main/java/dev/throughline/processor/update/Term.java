package dev.throughline.processor.update;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.kernel.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A value of an update's equations, for one parameter. Every operation is rounded once, in the order written.
 *
 * @param value over {@code operands}, by their numbers
 * @param operands each once
 */
public record Term(Expr value, List<Operand> operands) {
  public Term {
    operands = List.copyOf(operands);
  }

  static Term of(Operand operand) {
    return new Term(Expr.arg(0), List.of(operand));
  }

  /** A constant. */
  public static Term constant(double value) {
    return new Term(Expr.constant(value), List.of());
  }

  /** {@code a · b + c}, rounded once. */
  public static Term fma(Term a, Term b, Term c) {
    return combined(List.of(a, b, c), x -> Expr.fma(x.get(0), x.get(1), x.get(2)));
  }

  /** {@code a > b ? then : otherwise}. */
  public static Term ifGreater(Term a, Term b, Term then, Term otherwise) {
    return combined(
        List.of(a, b, then, otherwise),
        x -> new Expr.Select(Compare.GREATER, x.get(0), x.get(1), x.get(2), x.get(3)));
  }

  /** {@code this + b}. */
  public Term plus(Term b) {
    return combined(List.of(this, b), x -> x.get(0).plus(x.get(1)));
  }

  /** {@code this − b}. */
  public Term minus(Term b) {
    return combined(List.of(this, b), x -> x.get(0).minus(x.get(1)));
  }

  /** {@code this · b}. */
  public Term times(Term b) {
    return combined(List.of(this, b), x -> x.get(0).times(x.get(1)));
  }

  /** {@code this / b}. */
  public Term over(Term b) {
    return combined(List.of(this, b), x -> x.get(0).over(x.get(1)));
  }

  /** {@code −this}. */
  public Term negate() {
    return new Term(value.negate(), operands);
  }

  /** {@code √this}. */
  public Term sqrt() {
    return new Term(Expr.unary(UnaryOp.SQRT, value), operands);
  }

  /** 1 where this is positive, −1 where it is negative, 0 where it is zero. */
  public Term sign() {
    Term zero = constant(0);
    Term one = constant(1);
    return ifGreater(this, zero, one, ifGreater(zero, this, constant(-1), zero));
  }

  private static Term combined(List<Term> terms, Function<List<Expr>, Expr> how) {
    List<Operand> all = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (Term term : terms) {
      List<Expr> renumbered = new ArrayList<>();
      for (Operand operand : term.operands) {
        if (!all.contains(operand)) {
          all.add(operand);
        }
        renumbered.add(Expr.arg(all.indexOf(operand)));
      }
      values.add(term.value.substitute(renumbered));
    }
    return new Term(how.apply(values), all);
  }
}

package dev.throughline.processor.autodiff;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Reverse-mode differentiation of one scalar expression.
 *
 * <p>Where the outermost operation has a derivative in terms of its own result (ReLU, sigmoid, tanh, exp
 * …), that result is used: it is in memory for the next layer anyway, while the operand need not be.
 */
final class ExprGradient {
  private final Expr body;
  private final Expr output;
  private final SequencedMap<Integer, Expr> gradients = new TreeMap<>();

  private ExprGradient(Expr body, Expr output) {
    this.body = body;
    this.output = output;
  }

  /**
   * The gradient with respect to each argument of {@code body}.
   *
   * @param seed the gradient of the result
   * @param output an expression for the result itself
   */
  static SequencedMap<Integer, Expr> of(Expr body, Expr seed, Expr output) {
    ExprGradient pass = new ExprGradient(body, output);
    pass.push(body, seed);
    return pass.gradients;
  }

  private void push(Expr e, Expr seed) {
    if (seed.equals(ZERO)) {
      return;
    }
    switch (e) {
      case Expr.Arg(int index) -> gradients.merge(index, seed, Expr::plus);
      case Expr.Const _, Expr.Position _, Expr.Row _, Expr.Random _ -> {}
      case Expr.Unary(UnaryOp op, Expr x) when op == UnaryOp.RELU ->
          choose(Compare.GREATER, result(e), ZERO, x, ZERO, seed);
      case Expr.Unary(UnaryOp op, Expr x) -> push(x, unaryGradient(op, x, result(e), seed));
      case Expr.Binary(BinaryOp op, Expr a, Expr b) -> pushBinary(op, a, b, e, seed);
      case Expr.Fma(Expr a, Expr b, Expr c) -> {
        push(a, seed.times(b));
        push(b, seed.times(a));
        push(c, seed);
      }
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          choose(compare, a, b, then, otherwise, seed);
    }
  }

  /**
   * The gradient of a choice is the choice of the gradients. Were it that of the chosen side with a seed of 0 on
   * the other, a slope that is infinite over there would make 0 · ∞ of it.
   */
  private void choose(
      Compare compare, Expr a, Expr b, Expr then, Expr otherwise, Expr seed) {
    SequencedMap<Integer, Expr> ofThen = within(then, seed);
    SequencedMap<Integer, Expr> ofOtherwise = within(otherwise, seed);
    SequencedSet<Integer> indices = new LinkedHashSet<>(ofThen.keySet());
    indices.addAll(ofOtherwise.keySet());
    for (int index : indices) {
      Expr left = ofThen.getOrDefault(index, ZERO);
      Expr right = ofOtherwise.getOrDefault(index, ZERO);
      Expr chosen = left.equals(right) ? left : new Expr.Select(compare, a, b, left, right);
      gradients.merge(index, chosen, Expr::plus);
    }
  }

  private SequencedMap<Integer, Expr> within(Expr e, Expr seed) {
    ExprGradient part = new ExprGradient(body, output);
    part.push(e, seed);
    return part.gradients;
  }

  /** The value of {@code e}: the stored output if it is the whole body, else computed again. */
  private Expr result(Expr e) {
    return e == body ? output : e;
  }

  private static Expr unaryGradient(UnaryOp op, Expr x, Expr y, Expr seed) {
    return switch (op) {
      case NEG -> seed.negate();
      case EXP -> seed.times(y);
      case EXPM1 -> seed.times(unary(UnaryOp.EXP, x));
      case SOFTPLUS -> seed.times(unary(UnaryOp.SIGMOID, x));
      case LOG -> seed.over(x);
      case SQRT -> seed.times(constant(0.5)).over(y);
      case RSQRT -> seed.times(constant(-0.5)).times(y.times(y).times(y));
      case RECIPROCAL -> seed.negate().times(y.times(y));
      case RELU, STEP -> ZERO; // a ReLU is a choice
      case SIGMOID -> seed.times(y.times(ONE.minus(y)));
      case TANH -> seed.times(ONE.minus(y.times(y)));
      case ERF ->
          seed.times(constant(2 / Math.sqrt(Math.PI)))
              .times(unary(UnaryOp.EXP, x.times(x).negate()));
      case ABS -> seed.times(unary(UnaryOp.STEP, x).minus(unary(UnaryOp.STEP, x.negate())));
    };
  }

  private void pushBinary(BinaryOp op, Expr a, Expr b, Expr e, Expr seed) {
    switch (op) {
      case ADD -> {
        push(a, seed);
        push(b, seed);
      }
      case SUB -> {
        push(a, seed);
        push(b, seed.negate());
      }
      case MUL -> {
        push(a, seed.times(b));
        push(b, seed.times(a));
      }
      case DIV -> {
        push(a, seed.over(b));
        push(b, seed.times(result(e)).negate().over(b));
      }
      // At a tie the second operand receives the gradient, so that max(x, 0) has slope 0 at 0.
      case MAX -> choose(Compare.GREATER, a, b, a, b, seed);
      case MIN -> choose(Compare.GREATER, b, a, a, b, seed);
    }
  }
}

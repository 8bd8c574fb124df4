package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;

/** Defines every {@link Expr}, in double precision; only random draws are single, being exact. */
public final class ExprInterpreter {
  private final long seed;
  private final int step;

  ExprInterpreter(long seed, int step) {
    this.seed = seed;
    this.step = step;
  }

  /**
   * The value of {@code expr} for one element.
   *
   * @param arguments the operands, of one length
   * @param element index of the element in stored order, over the whole batch
   * @param features extent of the features
   */
  double evaluate(Expr expr, double[][] arguments, int element, int features) {
    return switch (expr) {
      case Expr.Arg(int index) -> arguments[index][element];
      case Expr.Const(float value) -> value;
      case Expr.Position() -> element % features;
      case Expr.Row(int extent) -> element / features % extent;
      case Expr.Random(int stream) -> RandomDraw.uniform(seed, stream, step, element);
      case Expr.Unary(UnaryOp op, Expr x) ->
          unary(op, evaluate(x, arguments, element, features));
      case Expr.Binary(BinaryOp op, Expr a, Expr b) ->
          binary(
              op,
              evaluate(a, arguments, element, features),
              evaluate(b, arguments, element, features));
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          Math.fma(
              evaluate(a, arguments, element, features),
              evaluate(b, arguments, element, features),
              evaluate(c, arguments, element, features));
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) -> {
        boolean holds =
            compare(
                compare,
                evaluate(a, arguments, element, features),
                evaluate(b, arguments, element, features));
        yield evaluate(holds ? then : otherwise, arguments, element, features);
      }
    };
  }

  /** The value of {@code op} at {@code x}. */
  public static double unary(UnaryOp op, double x) {
    return switch (op) {
      case NEG -> -x;
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case RELU -> Math.max(x, 0);
      case STEP -> x > 0 ? 1 : 0;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ERF -> erf(x);
      case ABS -> Math.abs(x);
    };
  }

  static double binary(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static boolean compare(Compare compare, double a, double b) {
    return switch (compare) {
      case GREATER -> a > b;
      case EQUAL -> a == b;
    };
  }

  /**
   * The error function, by the series 7.1.6 of Abramowitz and Stegun, {@code 2/√π · e^(−x²) · Σ 2^n
   * x^(2n+1) / (1 · 3 ⋯ (2n+1))}, whose terms all have one sign.
   */
  private static double erf(double x) {
    double size = Math.abs(x);
    if (size > 6) {
      return Math.signum(x); // within half an ulp
    }
    double term = size;
    double sum = size;
    for (int odd = 3; sum + term > sum; odd += 2) { // ends at once for NaN
      term *= 2 * x * x / odd;
      sum += term;
    }
    return Math.copySign(2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum, x);
  }
}

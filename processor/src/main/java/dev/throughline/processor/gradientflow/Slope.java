package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.ExprInterpreter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/** The values of an expression, and its derivatives, while one argument is within an interval. */
record Slope(Interval value, Interval derivative) {

  /** {@code e} and its derivative by {@code argument}, which is within {@code x}; others are anything. */
  static Slope of(Expr e, int argument, Interval x) {
    return of(
        e,
        index -> index == argument ? new Slope(x, Interval.ONE) : constant(Interval.ALL));
  }

  /** {@code e} alone, where its arguments are within {@code arguments}. */
  static Interval value(Expr e, List<Interval> arguments) {
    return of(e, index -> constant(arguments.get(index))).value;
  }

  private static Slope of(Expr e, IntFunction<Slope> x) {
    return switch (e) {
      case Expr.Arg(int index) -> x.apply(index);
      case Expr.Const(float value) -> constant(Interval.of(value));
      case Expr.Position _, Expr.Row _ -> constant(new Interval(0, Double.POSITIVE_INFINITY));
      case Expr.Random _ -> constant(new Interval(0, 1));
      case Expr.Unary(UnaryOp op, Expr of) -> unary(op, of(of, x));
      case Expr.Binary(BinaryOp op, Expr a, Expr b) when op == BinaryOp.MUL && a.equals(b) ->
          square(of(a, x));
      case Expr.Binary(BinaryOp op, Expr a, Expr b) ->
          binary(op, of(a, x), of(b, x));
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          of(a, x).times(of(b, x)).plus(of(c, x));
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          select(
              compare,
              of(a, x).value,
              of(b, x).value,
              of(then, x),
              of(otherwise, x));
    };
  }

  private static Slope constant(Interval value) {
    return new Slope(value, Interval.ZERO);
  }

  private static Slope unary(UnaryOp op, Slope x) {
    Interval y =
        switch (op) {
          case NEG -> x.value.negate();
          case RECIPROCAL -> x.value.reciprocal();
          case LOG, SQRT, RSQRT -> x.value.low() < 0 ? Interval.ALL : monotone(op, x.value);
          case EXP, EXPM1, SOFTPLUS, RELU, STEP, SIGMOID, TANH, ERF -> monotone(op, x.value);
          case ABS -> x.value.low() < 0 && x.value.high() > 0
              ? new Interval(0, x.value.magnitude())
              : monotone(op, x.value);
        };
    Interval by =
        switch (op) {
          case NEG -> Interval.of(-1);
          case EXP -> y;
          case EXPM1 -> monotone(UnaryOp.EXP, x.value);
          case SOFTPLUS -> monotone(UnaryOp.SIGMOID, x.value);
          case LOG -> x.value.reciprocal();
          case SQRT -> y.reciprocal().times(Interval.of(0.5));
          case RSQRT -> y.times(y.square()).times(Interval.of(-0.5));
          case RECIPROCAL -> y.square().negate();
          case RELU -> step(x.value);
          case STEP -> Interval.ZERO;
          case SIGMOID -> bell(s -> s * (1 - s), op, x.value);
          case TANH -> bell(t -> 1 - t * t, op, x.value);
          case ERF ->
              monotone(UnaryOp.EXP, x.value.square().negate())
                  .times(Interval.of(2 / Math.sqrt(Math.PI)));
          case ABS -> step(x.value).times(Interval.of(2)).minus(Interval.ONE);
        };
    return new Slope(y, by.times(x.derivative));
  }

  private static Interval monotone(UnaryOp op, Interval x) {
    return Interval.between(
        ExprInterpreter.unary(op, x.low()), ExprInterpreter.unary(op, x.high()));
  }

  /** A derivative that falls on both sides of zero, from the function's value. */
  private static Interval bell(DoubleUnaryOperator ofResult, UnaryOp op, Interval x) {
    double low = ofResult.applyAsDouble(ExprInterpreter.unary(op, x.low()));
    double high = ofResult.applyAsDouble(ExprInterpreter.unary(op, x.high()));
    Interval ends = Interval.between(low, high);
    boolean topInside = x.low() <= 0 && x.high() >= 0;
    double top = ofResult.applyAsDouble(ExprInterpreter.unary(op, 0));
    return topInside ? ends.or(Interval.of(top)) : ends;
  }

  /** The step's values inside an interval; an end at zero is not inside. */
  private static Interval step(Interval x) {
    if (x.high() <= 0) {
      return Interval.ZERO;
    }
    return x.low() >= 0 ? Interval.ONE : new Interval(0, 1);
  }

  private static Slope square(Slope x) {
    return new Slope(
        x.value.square(), x.value.times(Interval.of(2)).times(x.derivative));
  }

  private static Slope binary(BinaryOp op, Slope a, Slope b) {
    return switch (op) {
      case ADD -> a.plus(b);
      case SUB -> new Slope(a.value.minus(b.value), a.derivative.minus(b.derivative));
      case MUL -> a.times(b);
      case DIV -> a.times(unary(UnaryOp.RECIPROCAL, b));
      case MAX -> select(Compare.GREATER, a.value, b.value, a, b);
      case MIN -> select(Compare.GREATER, b.value, a.value, a, b);
    };
  }

  private Slope plus(Slope b) {
    return new Slope(value.plus(b.value), derivative.plus(b.derivative));
  }

  private Slope times(Slope b) {
    return new Slope(
        value.times(b.value), derivative.times(b.value).plus(value.times(b.derivative)));
  }

  private static Slope select(
      Compare compare, Interval a, Interval b, Slope then, Slope otherwise) {
    boolean never =
        switch (compare) {
          case GREATER -> a.high() <= b.low();
          case EQUAL -> a.high() < b.low() || a.low() > b.high();
        };
    if (never) {
      return otherwise;
    }
    boolean always = compare == Compare.GREATER && a.low() >= b.high();
    return always ? then : then.or(otherwise);
  }

  private Slope or(Slope b) {
    return new Slope(value.or(b.value), derivative.or(b.derivative));
  }
}

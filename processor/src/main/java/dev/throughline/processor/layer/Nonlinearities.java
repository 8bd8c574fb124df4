package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.Nonlinearity;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import java.util.Optional;

/** Activation functions as scalar expressions. */
public final class Nonlinearities {
  private Nonlinearities() {}

  private static final double SLOPE = 0.01;
  private static final double ALPHA = 1;

  /** {@code f(x)}; {@code x} itself for {@link Nonlinearity#NONE}. */
  public static Node expand(Node x, Nonlinearity f, GraphBuilder g) {
    return expand(x, f, SLOPE, ALPHA, g);
  }

  /**
   * The same with what some of them leave open.
   *
   * @param slope of the leaky ReLU
   * @param alpha of the ELU
   */
  static Node expand(Node x, Nonlinearity f, double slope, double alpha, GraphBuilder g) {
    return switch (f) {
      case NONE -> x;
      case RELU -> g.map(unary(UnaryOp.RELU, arg(0)), x);
      case SIGMOID -> g.map(unary(UnaryOp.SIGMOID, arg(0)), x);
      case TANH -> g.map(unary(UnaryOp.TANH, arg(0)), x);
      case GELU -> g.map(gelu(arg(0)), x);
      case SILU -> g.map(silu(arg(0)), x);
      case LEAKY_RELU -> g.map(positiveOr(arg(0).times(constant(slope))), x);
      case ELU -> g.map(positiveOr(unary(UnaryOp.EXPM1, arg(0)).times(constant(alpha))), x);
      case SOFTPLUS -> g.map(unary(UnaryOp.SOFTPLUS, arg(0)), x);
    };
  }

  /** The function that {@code body} was made of; empty if it is none of them. */
  public static Optional<Nonlinearity> of(Expr body) {
    return switch (body) {
      case Expr.Unary(UnaryOp op, Expr.Arg _) when op == UnaryOp.RELU ->
          Optional.of(Nonlinearity.RELU);
      case Expr.Unary(UnaryOp op, Expr.Arg _) when op == UnaryOp.SIGMOID ->
          Optional.of(Nonlinearity.SIGMOID);
      case Expr.Unary(UnaryOp op, Expr.Arg _) when op == UnaryOp.TANH ->
          Optional.of(Nonlinearity.TANH);
      case Expr.Unary(UnaryOp op, Expr.Arg _) when op == UnaryOp.SOFTPLUS ->
          Optional.of(Nonlinearity.SOFTPLUS);
      case Expr.Select(_, Expr.Arg _, Expr zero, Expr.Arg _, Expr otherwise) when zero
          .equals(ZERO) ->
          Optional.of(
              otherwise.contains(Expr.Unary.class) ? Nonlinearity.ELU : Nonlinearity.LEAKY_RELU);
      case Expr.Binary _ when body.equals(gelu(arg(0))) -> Optional.of(Nonlinearity.GELU);
      case Expr.Binary _ when body.equals(silu(arg(0))) -> Optional.of(Nonlinearity.SILU);
      case Expr.Arg _, Expr.Const _, Expr.Position _, Expr.Row _, Expr.Random _ ->
          Optional.empty();
      case Expr.Unary _, Expr.Binary _, Expr.Fma _, Expr.Select _ -> Optional.empty();
    };
  }

  private static Expr positiveOr(Expr otherwise) {
    return new Expr.Select(Compare.GREATER, arg(0), ZERO, arg(0), otherwise);
  }

  private static Expr silu(Expr x) {
    return x.times(unary(UnaryOp.SIGMOID, x));
  }

  /** {@code x/2 · (1 + erf(x/√2))}; Hendrycks and Gimpel 2016. */
  private static Expr gelu(Expr x) {
    Expr erf = unary(UnaryOp.ERF, x.times(constant(Math.sqrt(0.5))));
    return constant(0.5).times(x).times(ONE.plus(erf));
  }

  /** As the field writes it. */
  public static String name(Nonlinearity f) {
    return switch (f) {
      case NONE -> "none";
      case RELU -> "ReLU";
      case SIGMOID -> "sigmoid";
      case TANH -> "tanh";
      case GELU -> "GELU";
      case SILU -> "SiLU";
      case LEAKY_RELU -> "leaky ReLU";
      case ELU -> "ELU";
      case SOFTPLUS -> "softplus";
    };
  }
}

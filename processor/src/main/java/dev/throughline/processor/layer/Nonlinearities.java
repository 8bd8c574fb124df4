package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.Nonlinearity;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;

/** Activation functions as scalar expressions. */
public final class Nonlinearities {
  private Nonlinearities() {}

  /** {@code f(x)}; {@code x} itself for {@link Nonlinearity#NONE}. */
  public static Node expand(Node x, Nonlinearity f, GraphBuilder g) {
    return switch (f) {
      case NONE -> x;
      case RELU -> g.map(unary(UnaryOp.RELU, arg(0)), x);
      case SIGMOID -> g.map(unary(UnaryOp.SIGMOID, arg(0)), x);
      case TANH -> g.map(unary(UnaryOp.TANH, arg(0)), x);
      case GELU -> g.map(gelu(arg(0)), x);
    };
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
    };
  }
}

package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.fma;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.Norm;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;

/**
 * Batch normalisation in primitives: {@code y = x · scale + shift} with, for each feature, {@code scale =
 * γ / √(σ² + ε)} and {@code shift = β − μ · scale}. Ioffe and Szegedy 2015, algorithm 1.
 */
public final class Normalization {
  /** {@code x · scale + shift}; {@link NormFolding} looks for it. */
  static final Expr AFFINE = fma(arg(0), arg(1), arg(2));

  /** ε and momentum where nobody says otherwise; those of the annotations' defaults. */
  private static final double EPSILON = 1e-5;

  private static final double MOMENTUM = 0.1;

  private Normalization() {}

  /** {@code x} normalised with the defaults, or {@code x} itself. */
  public static Node expand(Node x, Norm norm, ExpansionSite at) {
    return expand(x, norm, EPSILON, MOMENTUM, at);
  }

  /** {@code x} normalised, or {@code x} itself. */
  static Node expand(Node x, Norm norm, double epsilon, double momentum, ExpansionSite at) {
    return switch (norm) {
      case NONE -> x;
      case BATCH -> expand(x, epsilon, momentum, at);
    };
  }

  /** Reports an ε or a momentum that no normalisation can have, or that there is none to have. */
  static void check(Norm norm, double epsilon, double momentum, Site<?> site) {
    site.checkEpsilon(epsilon);
    site.checkMomentum(momentum);
    for (String attribute : List.of("epsilon", "momentum")) {
      if (norm == Norm.NONE && site.annotated().writes(attribute)) {
        site.report(
            attribute,
            Problem.ILLEGAL_VALUE,
            "`%s` gives %s but has no norm".formatted(site.path(), attribute),
            Hint.use("norm = BATCH with it, or leave %s out".formatted(attribute)));
      }
    }
  }

  /** {@code x} normalised; parameters and states are named after {@code at}. */
  static Node expand(Node x, double epsilon, double momentum, ExpansionSite at) {
    GraphBuilder g = at.g();
    int c = x.type().features();
    Node gamma = g.parameter(Weights.scale(c, at));
    Node beta = g.parameter(Weights.shift(c, at));
    Node runningMean = g.state(at.named("running_mean"), c, 0);
    Node runningVar = g.state(at.named("running_var"), c, 1);
    if (!at.training()) {
      Node rstd = rstd(runningVar, epsilon, g);
      return affine(x, scale(gamma, rstd, g), runningMean, beta, g);
    }
    Node moments = g.as("moments").moments(x);
    Node mean = g.as("mean").pick(moments, 0);
    Node var = g.as("var").pick(moments, 1);
    update(runningMean, mean, momentum, g);
    update(runningVar, unbiased(var, x.type(), g), momentum, g);
    Node rstd = rstd(var, epsilon, g);
    Node scale = scale(gamma, rstd, g);
    Node y = affine(x, scale, mean, beta, g);
    g.closedForm(
        y,
        new ClosedForm(
            List.of(x, gamma, beta),
            (dy, backward, to) -> {
              to.addScaled(x, dy, scale);
              Sums sums = Sums.of(x, dy, mean, rstd, backward);
              line(x, sums, mean, rstd, scale, backward, to);
              to.add(gamma, sums.dGamma);
              to.add(beta, sums.dBeta);
            }));
    return y;
  }

  private static Node rstd(Node var, double epsilon, GraphBuilder g) {
    return g.as("rstd").map(unary(UnaryOp.RSQRT, arg(0).plus(constant(epsilon))), var);
  }

  private static Node scale(Node gamma, Node rstd, GraphBuilder g) {
    return g.as("scale").map(arg(0).times(arg(1)), gamma, rstd);
  }

  private static Node affine(Node x, Node scale, Node mean, Node beta, GraphBuilder g) {
    Node shift = g.as("shift").map(arg(0).minus(arg(1).times(arg(2))), beta, mean, scale);
    return g.map(
        AFFINE,
        x,
        g.spread(scale, Axes.FEATURES, x.type()),
        g.spread(shift, Axes.FEATURES, x.type()));
  }

  /** {@code (1 − momentum) · running + momentum · batch}. */
  private static void update(Node running, Node batch, double momentum, GraphBuilder g) {
    Expr mixed = fma(constant(momentum), arg(1), constant(1 - momentum).times(arg(0)));
    g.updateState(running, g.map(mixed, running, batch));
  }

  /** {@code var · N / (N − 1)}; of a single value, its variance, which is 0. */
  private static Node unbiased(Node var, TensorType x, GraphBuilder g) {
    Expr rest = ONE.minus(arg(1));
    Expr body = new Expr.Select(Compare.GREATER, rest, ZERO, arg(0).over(rest), arg(0));
    return g.as("unbiased").map(body, var, overCount(x, var.type(), g));
  }

  /** {@code 1/N}, where N = batch · positions values share a mean. */
  private static Node overCount(TensorType x, TensorType over, GraphBuilder g) {
    return g.spread(g.constantOverBatch(1.0 / x.positions()), Axes.NONE, over);
  }

  /** {@code dβ = Σdy} and, with {@code x̂ = (x − μ) · rstd}, {@code dγ = Σ dy·x̂}. */
  private record Sums(Node dBeta, Node dGamma) {
    static Sums of(Node x, Node dy, Node mean, Node rstd, GraphBuilder g) {
      Node dBeta = g.as("dbeta").sum(Axes.FEATURES, dy);
      Node centred =
          g.map(
              arg(0).times(arg(1).minus(arg(2))), dy, x, g.spread(mean, Axes.FEATURES, x.type()));
      Node sum = g.sum(Axes.FEATURES, centred);
      return new Sums(dBeta, g.as("dgamma").map(arg(0).times(arg(1)), sum, rstd));
    }
  }

  /**
   * Of {@code dx = scale · (dy − dβ/N − x̂ · dγ/N)} all but {@code scale · dy}: a line {@code b·x + c}, so that only two
   * tensors are read.
   */
  private static void line(
      Node x,
      Sums sums,
      Node mean,
      Node rstd,
      Node scale,
      GraphBuilder g,
      ClosedForm.Adjoints to) {
    Node perCount = overCount(x.type(), scale.type(), g);
    Node b =
        g.as("b")
            .map(
                arg(0).times(arg(1)).times(arg(2).times(arg(3))).negate(),
                scale,
                rstd,
                sums.dGamma,
                perCount);
    Node c =
        g.as("c")
            .map(
                arg(0).times(arg(1)).times(arg(2)).plus(arg(3).times(arg(4))).negate(),
                scale,
                sums.dBeta,
                perCount,
                b,
                mean);
    to.addLine(x, b, c);
  }
}

package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.fma;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.LayerNorm;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;

/**
 * {@code @LayerNorm}: {@code y = γ · x̂ + β} with {@code x̂ = (x − μ) · rstd}, μ and {@code rstd = 1 / √(σ² +
 * ε)} being those of each row. Ba, Kiros and Hinton 2016, section 3.
 */
final class LayerNormLayer implements LayerKind<LayerNorm> {
  private static final Expr NORMALIZED = arg(0).minus(arg(1)).times(arg(2));

  @Override
  public Class<LayerNorm> annotation() {
    return LayerNorm.class;
  }

  @Override
  public void checkValues(Site<LayerNorm> site) {
    site.checkEpsilon(site.settings().epsilon());
  }

  @Override
  public TensorType type(TensorType x, Site<LayerNorm> site) {
    return x;
  }

  @Override
  public Node expand(Node x, LayerNorm norm, ExpansionSite at) {
    GraphBuilder g = at.g();
    TensorType type = x.type();
    Node gamma = g.parameter(Weights.scale(type.features(), at));
    Node beta = g.parameter(Weights.shift(type.features(), at));
    Node mean = g.as("mean").mean(Axes.ROWS, x);
    Node centred = g.map(arg(0).minus(arg(1)), x, g.spread(mean, Axes.ROWS, type));
    Node var = g.as("var").mean(Axes.ROWS, g.map(arg(0).times(arg(0)), centred));
    Node rstd =
        g.as("rstd").map(unary(UnaryOp.RSQRT, arg(0).plus(constant(norm.epsilon()))), var);
    Node y =
        g.map(
            fma(NORMALIZED, arg(3), arg(4)),
            x,
            g.spread(mean, Axes.ROWS, type),
            g.spread(rstd, Axes.ROWS, type),
            g.spread(gamma, Axes.FEATURES, type),
            g.spread(beta, Axes.FEATURES, type));
    g.closedForm(
        y,
        ClosedForm.of(
            List.of(x, gamma, beta),
            (dy, backward) -> gradient(x, dy, mean, rstd, gamma, backward)));
    return Nonlinearities.expand(y, norm.activation(), g);
  }

  /**
   * {@code dβ = Σdy}, {@code dγ = Σ dy·x̂} over all rows and, with the means of each row over its d
   * features, {@code dx = rstd · (γ·dy − mean(γ·dy) − x̂ · mean(γ·dy·x̂))}.
   */
  private static List<Node> gradient(
      Node x, Node dy, Node mean, Node rstd, Node gamma, GraphBuilder g) {
    TensorType type = x.type();
    Node means = g.spread(mean, Axes.ROWS, type);
    Node rstds = g.spread(rstd, Axes.ROWS, type);
    Node gammas = g.spread(gamma, Axes.FEATURES, type);
    Node dBeta = g.as("dbeta").sum(Axes.FEATURES, dy);
    Node weighted = g.map(NORMALIZED.times(arg(3)), x, means, rstds, dy);
    Node dGamma = g.as("dgamma").sum(Axes.FEATURES, weighted);
    Node scaled = g.map(arg(0).times(arg(1)), dy, gammas);
    Node shift = g.as("meandxhat").mean(Axes.ROWS, scaled);
    Node slope =
        g.as("slope")
            .mean(Axes.ROWS, g.map(NORMALIZED.times(arg(3)), x, means, rstds, scaled));
    Expr dx =
        arg(3).times(arg(4)).minus(arg(5)).minus(NORMALIZED.times(arg(6))).times(arg(2));
    return List.of(
        g.as("dx")
            .map(
                dx,
                x,
                means,
                rstds,
                dy,
                gammas,
                g.spread(shift, Axes.ROWS, type),
                g.spread(slope, Axes.ROWS, type)),
        dGamma,
        dBeta);
  }

  @Override
  public String describe(LayerNorm norm, Scope scope) {
    return new Description("layer norm").add(norm.activation()).toString();
  }
}

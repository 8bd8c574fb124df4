package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.SquaredHinge;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @SquaredHinge}: the sum of {@code max(0, margin − x[y] + x[k])²} over the wrong classes. */
final class SquaredHingeLoss implements LossKind<SquaredHinge> {
  @Override
  public Class<SquaredHinge> annotation() {
    return SquaredHinge.class;
  }

  @Override
  public void checkValues(Site<SquaredHinge> site) {
    SquaredHinge loss = site.settings();
    Losses.check(loss.weight(), loss.target(), site);
    if (!(loss.margin() > 0 && Double.isFinite(loss.margin()))) {
      site.illegalBeside("margin", loss.margin(), "a number above 0");
    }
  }

  @Override
  public @Nullable TensorType target(TensorType logits, Site<SquaredHinge> site) {
    return Losses.labels(logits, site);
  }

  @Override
  public String targetName(SquaredHinge loss) {
    return loss.target();
  }

  @Override
  public Reads reads(TensorType prediction, SquaredHinge loss) {
    return new Reads.Scores(loss.margin());
  }

  @Override
  public double weight(SquaredHinge loss) {
    return loss.weight();
  }

  @Override
  public Node expand(Node logits, Node labels, SquaredHinge loss, ExpansionSite at) {
    GraphBuilder g = at.g();
    TensorType type = logits.type();
    Node label = g.spread(labels, Axes.ROWS, type);
    Node right = g.as("right").sum(Axes.ROWS, g.map(where(arg(1), arg(0), ZERO), logits, label));
    Expr behind =
        unary(UnaryOp.RELU, constant(loss.margin()).minus(arg(2)).plus(arg(0)));
    Node squares =
        g.map(
            where(arg(1), ZERO, behind.times(behind)),
            logits,
            label,
            g.spread(right, Axes.ROWS, type));
    return g.as("loss").mean(Axes.NONE, g.as("rowloss").sum(Axes.ROWS, squares));
  }

  /** {@code then} at the label, {@code otherwise} at the other classes. */
  private static Expr where(Expr label, Expr then, Expr otherwise) {
    return new Expr.Select(Compare.EQUAL, new Expr.Position(), label, then, otherwise);
  }

  @Override
  public String describe(SquaredHinge loss) {
    return new Description("squared hinge")
        .addIf(loss.margin() != 1, "margin " + loss.margin())
        .addIf(loss.weight() != 1, "weight " + loss.weight())
        .toString();
  }
}

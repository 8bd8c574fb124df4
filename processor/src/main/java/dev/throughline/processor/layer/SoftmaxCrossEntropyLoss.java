package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.SoftmaxCrossEntropy;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import java.util.List;

/**
 * {@code @SoftmaxCrossEntropy}: {@code log Σ exp(x[k] − m) − Σ t[k] · (x[k] − m)} for each row, where m is
 * the row's maximum and t sums to 1.
 */
final class SoftmaxCrossEntropyLoss implements LossKind<SoftmaxCrossEntropy> {
  @Override
  public Class<SoftmaxCrossEntropy> annotation() {
    return SoftmaxCrossEntropy.class;
  }

  @Override
  public void checkValues(Site<SoftmaxCrossEntropy> site) {
    site.checkRate("labelSmoothing", site.settings().labelSmoothing());
  }

  @Override
  public void checkLogits(TensorType logits, Site<SoftmaxCrossEntropy> site) {
    if (site.checkVector(logits) && logits.features() < 2) {
      site.report(
          Problem.TOO_FEW_CLASSES,
          "`%s` chooses among %d class".formatted(site.path(), logits.features()),
          Hint.use("@Linear(units = 2) or more before it; 2 for yes or no"));
    }
  }

  @Override
  public Node expand(Node logits, Node labels, SoftmaxCrossEntropy loss, ExpansionSite at) {
    GraphBuilder g = at.g();
    TensorType type = logits.type();
    Expr target = target(arg(1), loss.labelSmoothing(), type.features());
    Node label = g.spread(labels, Axes.ROWS, type);
    Node max = g.as("max").reduce(Reduction.MAX, Axes.ROWS, logits);
    Node shifted =
        g.as("shifted").map(arg(0).minus(arg(1)), logits, g.spread(max, Axes.ROWS, type));
    Node sum = g.as("sum").sum(Axes.ROWS, g.map(unary(UnaryOp.EXP, arg(0)), shifted));
    Node chosen = g.sum(Axes.ROWS, g.map(arg(0).times(target), shifted, label));
    Node rowLoss =
        g.as("rowloss").map(unary(UnaryOp.LOG, arg(0)).minus(arg(1)), sum, chosen);
    g.closedForm(
        rowLoss,
        new ClosedForm(
            List.of(logits),
            (drow, backward) -> List.of(gradient(shifted, sum, label, drow, target, backward))));
    return rowLoss;
  }

  /** {@code (softmax − t) · drow}. */
  private static Node gradient(
      Node shifted, Node sum, Node label, Node drow, Expr target, GraphBuilder g) {
    TensorType type = shifted.type();
    Expr softmax = unary(UnaryOp.EXP, arg(0)).over(arg(2));
    return g.as("dlogits")
        .map(
            softmax.minus(target).times(arg(3)),
            shifted,
            label,
            g.spread(sum, Axes.ROWS, type),
            g.spread(drow, Axes.ROWS, type));
  }

  private static Expr target(Expr label, double smoothing, int classes) {
    Expr elsewhere = constant(smoothing / classes);
    Expr there = constant(1 - smoothing + smoothing / classes);
    return new Expr.Select(Compare.EQUAL, new Expr.Position(), label, there, elsewhere);
  }

  @Override
  public String describe(SoftmaxCrossEntropy loss) {
    double smoothing = loss.labelSmoothing();
    return new Description("softmax cross-entropy")
        .addIf(smoothing != 0, "label smoothing " + smoothing)
        .toString();
  }
}

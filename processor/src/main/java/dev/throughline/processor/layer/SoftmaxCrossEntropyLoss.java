package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.SoftmaxCrossEntropy;
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
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code @SoftmaxCrossEntropy}: {@code log Σ exp(x[k] − m) − Σ t[k] · (x[k] − m)} for each row, where m is
 * the row's maximum and t sums to 1.
 */
final class SoftmaxCrossEntropyLoss implements LossKind<SoftmaxCrossEntropy> {
  /** They become one expression, which has to stay small enough for the JIT compiler. */
  private static final int MOST_WEIGHTS = 64;

  @Override
  public Class<SoftmaxCrossEntropy> annotation() {
    return SoftmaxCrossEntropy.class;
  }

  @Override
  public void checkValues(Site<SoftmaxCrossEntropy> site) {
    SoftmaxCrossEntropy loss = site.settings();
    site.checkRate("labelSmoothing", loss.labelSmoothing());
    Losses.check(loss.weight(), loss.target(), site);
    for (double weight : loss.classWeights()) {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        site.illegal("classWeights", weight, "numbers of 0 or more");
      }
    }
    if (loss.classWeights().length > MOST_WEIGHTS) {
      site.illegal(
          "classWeights", loss.classWeights().length + " numbers", "at most " + MOST_WEIGHTS);
    }
    if (loss.classWeights().length > 0 && loss.labelSmoothing() != 0) {
      site.illegal("classWeights", "beside labelSmoothing", "one of them");
    }
  }

  @Override
  public @Nullable TensorType target(TensorType logits, Site<SoftmaxCrossEntropy> site) {
    TensorType labels = Losses.labels(logits, site);
    int classes = logits.features();
    if (labels == null) {
      return null;
    }
    int weights = site.settings().classWeights().length;
    if (weights > 0 && weights != classes) {
      site.illegal("classWeights", weights + " numbers", classes + ", one for each class");
    }
    if (site.settings().ignoredIndex() >= classes) {
      site.illegal("ignoredIndex", site.settings().ignoredIndex(), "below " + classes);
    }
    return site.failed() ? null : labels;
  }

  @Override
  public String targetName(SoftmaxCrossEntropy loss) {
    return loss.target();
  }

  @Override
  public Reads reads(TensorType prediction, SoftmaxCrossEntropy loss) {
    return new Reads.SoftmaxLogits(prediction.features());
  }

  @Override
  public OptionalInt ignoredIndex(SoftmaxCrossEntropy loss) {
    return loss.ignoredIndex() < 0 ? OptionalInt.empty() : OptionalInt.of(loss.ignoredIndex());
  }

  @Override
  public double weight(SoftmaxCrossEntropy loss) {
    return loss.weight();
  }

  @Override
  public Node expand(Node logits, Node labels, SoftmaxCrossEntropy loss, ExpansionSite at) {
    GraphBuilder g = at.g();
    boolean weighted = loss.classWeights().length > 0 || loss.ignoredIndex() >= 0;
    Node rows = rows(logits, labels, loss, weighted, g);
    if (!weighted) {
      return g.as("loss").mean(Axes.NONE, rows);
    }
    Node weights = g.as("weight").map(weightOf(loss), labels);
    // What does not count may be infinite, or not even a number.
    Expr counted = new Expr.Select(Compare.EQUAL, arg(1), ZERO, ZERO, arg(0).times(arg(1)));
    Node total = g.sum(Axes.NONE, g.map(counted, rows, weights));
    Node count = g.sum(Axes.NONE, weights);
    // A batch of ignored rows has no loss, rather than 0 / 0.
    Expr some = new Expr.Select(Compare.GREATER, arg(1), constant(0), arg(1), constant(1));
    return g.as("loss").map(arg(0).over(some), total, count);
  }

  /** What a row counts for, by its label. */
  private static Expr weightOf(SoftmaxCrossEntropy loss) {
    Expr weight = constant(1);
    for (int k = 0; k < loss.classWeights().length; k++) {
      weight =
          new Expr.Select(
              Compare.EQUAL, arg(0), constant(k), constant(loss.classWeights()[k]), weight);
    }
    return loss.ignoredIndex() < 0
        ? weight
        : new Expr.Select(
            Compare.EQUAL, arg(0), constant(loss.ignoredIndex()), constant(0), weight);
  }

  private static Node rows(
      Node logits, Node labels, SoftmaxCrossEntropy loss, boolean weighted, GraphBuilder g) {
    TensorType type = logits.type();
    Expr target = target(arg(1), loss.labelSmoothing(), type.features());
    Node label = g.spread(labels, Axes.ROWS, type);
    Node max = g.as("max").reduce(Reduction.MAX, Axes.ROWS, logits);
    Node shifted =
        g.as("shifted").map(arg(0).minus(arg(1)), logits, g.spread(max, Axes.ROWS, type));
    Node sum = g.as("sum").sum(Axes.ROWS, g.map(unary(UnaryOp.EXP, arg(0)), shifted));
    // A choice of the label's own: another class may be −∞, which times 0 is no number.
    Expr part =
        loss.labelSmoothing() == 0
            ? new Expr.Select(Compare.EQUAL, new Expr.Position(), arg(1), arg(0), ZERO)
            : arg(0).times(target);
    Node chosen = g.as("chosen").sum(Axes.ROWS, g.map(part, shifted, label));
    Node rowLoss =
        g.as("rowloss").map(unary(UnaryOp.LOG, arg(0)).minus(arg(1)), sum, chosen);
    g.closedForm(
        rowLoss,
        ClosedForm.of(
            List.of(logits),
            (drow, backward) -> List
                .of(gradient(shifted, sum, label, drow, target, weighted, backward))));
    return rowLoss;
  }

  /** {@code (softmax − t) · drow}; 0 where a row that may not count does not, whatever its logits. */
  private static Node gradient(
      Node shifted,
      Node sum,
      Node label,
      Node drow,
      Expr target,
      boolean weighted,
      GraphBuilder g) {
    TensorType type = shifted.type();
    Expr softmax = unary(UnaryOp.EXP, arg(0)).over(arg(2));
    Expr gradient = softmax.minus(target).times(arg(3));
    return g.as("dlogits")
        .map(
            weighted
                ? new Expr.Select(Compare.EQUAL, arg(3), ZERO, ZERO, gradient)
                : gradient,
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
        .addIf(loss.classWeights().length > 0, "class weights")
        .addIf(loss.ignoredIndex() >= 0, "label " + loss.ignoredIndex() + " ignored")
        .addIf(loss.weight() != 1, "weight " + loss.weight())
        .toString();
  }
}

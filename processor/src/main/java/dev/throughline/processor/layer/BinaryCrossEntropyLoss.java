package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.BinaryCrossEntropy;
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
 * {@code @BinaryCrossEntropy}: the mean of {@code x · (s − t) + log(1 + exp(−|x|))}, where s is 1 if x is above 0,
 * else 0.
 */
final class BinaryCrossEntropyLoss implements LossKind<BinaryCrossEntropy> {
  @Override
  public Class<BinaryCrossEntropy> annotation() {
    return BinaryCrossEntropy.class;
  }

  @Override
  public void checkValues(Site<BinaryCrossEntropy> site) {
    Losses.check(site.settings().weight(), site.settings().target(), site);
  }

  @Override
  public TensorType target(TensorType prediction, Site<BinaryCrossEntropy> site) {
    return prediction.numbers();
  }

  @Override
  public String targetName(BinaryCrossEntropy loss) {
    return loss.target();
  }

  @Override
  public Reads reads(TensorType prediction, BinaryCrossEntropy loss) {
    return new Reads.SigmoidLogits();
  }

  @Override
  public double weight(BinaryCrossEntropy loss) {
    return loss.weight();
  }

  @Override
  public Node expand(Node x, Node target, BinaryCrossEntropy loss, ExpansionSite at) {
    GraphBuilder g = at.g();
    Expr small = unary(UnaryOp.EXP, unary(UnaryOp.ABS, arg(0)).negate());
    Expr wrong = unary(UnaryOp.STEP, arg(0)).minus(arg(1));
    // An infinite logit that is right costs nothing, not ∞ · 0.
    Expr far = new Expr.Select(Compare.EQUAL, wrong, ZERO, ZERO, arg(0).times(wrong));
    Expr body = far.plus(unary(UnaryOp.LOG, ONE.plus(small)));
    Node elements = g.as("entropy").map(body, x, target);
    Expr slope = unary(UnaryOp.SIGMOID, arg(0)).minus(arg(1)).times(arg(2));
    g.closedForm(
        elements,
        ClosedForm.of(
            List.of(x),
            (d, backward) -> List.of(backward.as("dlogits").map(slope, x, target, d))));
    return g.as("loss").mean(Axes.NONE, elements);
  }

  @Override
  public String describe(BinaryCrossEntropy loss) {
    return new Description("binary cross-entropy")
        .addIf(loss.weight() != 1, "weight " + loss.weight())
        .toString();
  }
}

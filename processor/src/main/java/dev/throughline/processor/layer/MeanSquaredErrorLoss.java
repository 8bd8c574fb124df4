package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;

import dev.throughline.dsl.MeanSquaredError;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;

/** {@code @MeanSquaredError}: the mean of {@code (x − t)²}. */
final class MeanSquaredErrorLoss implements LossKind<MeanSquaredError> {
  @Override
  public Class<MeanSquaredError> annotation() {
    return MeanSquaredError.class;
  }

  @Override
  public void checkValues(Site<MeanSquaredError> site) {
    Losses.check(site.settings().weight(), site.settings().target(), site);
  }

  @Override
  public TensorType target(TensorType prediction, Site<MeanSquaredError> site) {
    return prediction.numbers();
  }

  @Override
  public String targetName(MeanSquaredError loss) {
    return loss.target();
  }

  @Override
  public Reads reads(TensorType prediction, MeanSquaredError loss) {
    return new Reads.Values();
  }

  @Override
  public double weight(MeanSquaredError loss) {
    return loss.weight();
  }

  @Override
  public Node expand(Node x, Node target, MeanSquaredError loss, ExpansionSite at) {
    GraphBuilder g = at.g();
    Expr difference = arg(0).minus(arg(1));
    Node squares = g.as("squares").map(difference.times(difference), x, target);
    return g.as("loss").mean(Axes.NONE, squares);
  }

  @Override
  public String describe(MeanSquaredError loss) {
    return new Description("mean squared error")
        .addIf(loss.weight() != 1, "weight " + loss.weight())
        .toString();
  }
}

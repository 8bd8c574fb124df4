package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;

import dev.throughline.dsl.Dropout;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;

/** {@code @Dropout}: {@code y = u ≥ rate ? x / (1 − rate) : 0} with a uniform draw u for each element. */
final class DropoutLayer implements LayerKind<Dropout> {
  @Override
  public Class<Dropout> annotation() {
    return Dropout.class;
  }

  @Override
  public void checkValues(Site<Dropout> site) {
    site.checkRate("rate", site.settings().rate());
  }

  @Override
  public TensorType type(TensorType x, Site<Dropout> site) {
    return x;
  }

  @Override
  public Node expand(Node x, Dropout dropout, ExpansionSite at) {
    return drop(x, dropout.rate(), at);
  }

  /** {@code x} without a share {@code rate} of its elements; in inference {@code x} itself. */
  static Node drop(Node x, double rate, ExpansionSite at) {
    if (!at.training() || rate == 0) {
      return x;
    }
    Expr draw = new Expr.Random(at.g().randomStream());
    Expr kept = constant(1 / (1 - rate));
    Expr mask = new Expr.Select(Compare.GREATER, constant(rate), draw, ZERO, kept);
    return at.g().map(arg(0).times(mask), x);
  }

  @Override
  public String describe(Dropout dropout, Scope scope) {
    return "dropout of " + dropout.rate();
  }
}

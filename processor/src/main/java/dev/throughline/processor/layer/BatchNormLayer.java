package dev.throughline.processor.layer;

import dev.throughline.dsl.BatchNorm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;

/** {@code @BatchNorm}: {@link Normalization} as a member of its own. */
final class BatchNormLayer implements LayerKind<BatchNorm> {
  @Override
  public Class<BatchNorm> annotation() {
    return BatchNorm.class;
  }

  @Override
  public void checkValues(Site<BatchNorm> site) {
    BatchNorm norm = site.settings();
    if (!(norm.epsilon() > 0 && norm.epsilon() < Double.POSITIVE_INFINITY)) {
      site.illegal("epsilon", norm.epsilon(), "a small number above 0, such as 1e-5");
    }
    if (!(norm.momentum() > 0 && norm.momentum() <= 1)) {
      site.illegal("momentum", norm.momentum(), "a number above 0 and at most 1");
    }
  }

  @Override
  public TensorType type(TensorType x, Site<BatchNorm> site) {
    return x;
  }

  @Override
  public Node expand(Node x, BatchNorm norm, ExpansionSite at) {
    Node y = Normalization.expand(x, norm.epsilon(), norm.momentum(), at);
    return Nonlinearities.expand(y, norm.activation(), at.g());
  }

  @Override
  public String describe(BatchNorm norm, Scope scope) {
    return new Description("batch norm").add(norm.activation()).toString();
  }
}

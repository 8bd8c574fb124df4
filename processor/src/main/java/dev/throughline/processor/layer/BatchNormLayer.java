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
    site.checkEpsilon(norm.epsilon());
    site.checkMomentum(norm.momentum());
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

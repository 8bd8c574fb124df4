package dev.throughline.processor.layer;

import dev.throughline.dsl.Activation;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;

/** {@code @Activation}: {@code y = f(x)}. */
final class ActivationLayer implements LayerKind<Activation> {
  @Override
  public Class<Activation> annotation() {
    return Activation.class;
  }

  @Override
  public TensorType type(TensorType x, Site<Activation> site) {
    return x;
  }

  @Override
  public Node expand(Node x, Activation activation, ExpansionSite at) {
    return Nonlinearities.expand(x, activation.value(), at.g());
  }

  @Override
  public String describe(Activation activation, Scope scope) {
    return Nonlinearities.name(activation.value());
  }
}

package dev.throughline.processor.layer;

import dev.throughline.dsl.Linear;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Linear}: a matrix product with a bias or a normalisation, and an activation. */
final class LinearLayer implements LayerKind<Linear> {
  @Override
  public Class<Linear> annotation() {
    return Linear.class;
  }

  @Override
  public void checkValues(Site<Linear> site) {
    Linear linear = site.settings();
    site.checkFilters("units", linear.units());
    site.checkRatio(linear.ratio(), "units", linear.units());
    Normalization.check(linear.norm(), linear.epsilon(), linear.momentum(), site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Linear> site) {
    int units = units(site.settings(), site.scope());
    return site.checkVector(x) && site.checkSize("weights", List.of(x.features(), units))
        ? x.withFeatures(units)
        : null;
  }

  @Override
  public Node expand(Node x, Linear linear, ExpansionSite at) {
    int units = units(linear, at.scope());
    boolean bias = Weights.hasBias(linear.bias(), linear.norm());
    Node y = Weights.linear(x, units, bias, linear.initializer(), at);
    y =
        Normalization.expand(
            y, linear.norm(), linear.epsilon(), linear.momentum(), at.part("norm"));
    return Nonlinearities.expand(y, linear.activation(), at.g());
  }

  private static int units(Linear linear, Scope scope) {
    return scope.filters(linear.units(), linear.ratio());
  }

  @Override
  public String describe(Linear linear, Scope scope) {
    return new Description("fully connected")
        .add(units(linear, scope) + " units")
        .addIf(Weights.hasBias(linear.bias(), linear.norm()), "bias")
        .add(linear.norm())
        .add(linear.activation())
        .toString();
  }
}

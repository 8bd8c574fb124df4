package dev.throughline.processor.layer;

import dev.throughline.dsl.Activation;
import dev.throughline.dsl.Nonlinearity;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;

/** {@code @Activation}: {@code y = f(x)}. */
final class ActivationLayer implements LayerKind<Activation> {
  @Override
  public Class<Activation> annotation() {
    return Activation.class;
  }

  @Override
  public void checkValues(Site<Activation> site) {
    checkBelongs("slope", site.settings().slope(), Nonlinearity.LEAKY_RELU, site);
    checkBelongs("alpha", site.settings().alpha(), Nonlinearity.ELU, site);
  }

  private static void checkBelongs(
      String attribute, double value, Nonlinearity owner, Site<Activation> site) {
    if (site.settings().value() != owner && site.annotated().writes(attribute)) {
      site.report(
          attribute,
          Problem.ILLEGAL_VALUE,
          "`%s` gives %s to %s, which has none"
              .formatted(site.path(), attribute, site.settings().value()),
          Hint.use("value = %s with it".formatted(owner)));
    } else if (!Float.isFinite((float) value)) {
      site.illegalBeside(attribute, value, "a finite number");
    }
  }

  @Override
  public TensorType type(TensorType x, Site<Activation> site) {
    return x;
  }

  @Override
  public Node expand(Node x, Activation activation, ExpansionSite at) {
    return Nonlinearities.expand(
        x, activation.value(), activation.slope(), activation.alpha(), at.g());
  }

  @Override
  public String describe(Activation activation, Scope scope) {
    Description text = new Description(Nonlinearities.name(activation.value()));
    return switch (activation.value()) {
      case LEAKY_RELU -> text.add("slope " + activation.slope()).toString();
      case ELU -> text.add("alpha " + activation.alpha()).toString();
      case NONE, RELU, SIGMOID, TANH, GELU, SILU, SOFTPLUS -> text.toString();
    };
  }
}

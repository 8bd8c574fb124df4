package dev.throughline.processor.update;

import static dev.throughline.processor.update.Term.constant;
import static dev.throughline.processor.update.Term.fma;
import static dev.throughline.processor.update.Term.ifGreater;

/** SGD with momentum as PyTorch defines it (Sutskever et al. 2013, with the rate outside the velocity). */
final class Sgd implements UpdateRule {
  @Override
  public String optimizer() {
    return "sgd";
  }

  @Override
  public String title() {
    return "SGD";
  }

  @Override
  public void write(Equations e) {
    Term w = e.weight();
    Term dw = e.gradient();
    Term velocity = e.slot("velocity", "velocity");
    Term rate = e.number("rate");
    Term momentum = e.number("momentum");
    Term dampening = e.number("dampening");
    Term weightDecay = e.number("weightDecay");
    Term nesterov = e.number("nesterov");
    Term gradientScale = e.number("gradientScale");

    Term g = e.let("g", fma(gradientScale, dw, weightDecay.times(w)));
    Term v = e.let("v", fma(momentum, velocity, constant(1).minus(dampening).times(g)));
    Term step = e.let("step", ifGreater(nesterov, constant(0), fma(momentum, v, g), v));
    e.setSlot("velocity", v);
    e.setWeight(fma(rate.negate(), step, w));
    e.shownAs(
        "g = gradientScale · dw + weightDecay · w",
        "velocity = momentum · velocity + (1 − dampening) · g",
        "w = w − rate · (nesterov ? g + momentum · velocity : velocity)");
  }
}

package dev.throughline.processor.added;

import static dev.throughline.processor.update.Term.constant;
import static dev.throughline.processor.update.Term.fma;

import dev.throughline.processor.update.Equations;
import dev.throughline.processor.update.Term;
import dev.throughline.processor.update.UpdateRule;

/** Lion (Chen et al. 2023, algorithm 2): only the sign of the momentum counts. */
public final class LionRule implements UpdateRule {
  @Override
  public String optimizer() {
    return "lion";
  }

  @Override
  public String title() {
    return "Lion";
  }

  @Override
  public void write(Equations e) {
    Term w = e.weight();
    Term momentum = e.slot("momentum", "momentum");
    Term beta1 = e.number("beta1");
    Term beta2 = e.number("beta2");

    Term g = e.let("g", e.number("gradientScale").times(e.gradient()));
    Term c = e.let("c", fma(beta1, momentum, constant(1).minus(beta1).times(g)));
    Term step = e.let("step", fma(e.number("weightDecay"), w, c.sign()));
    e.setSlot("momentum", fma(beta2, momentum, constant(1).minus(beta2).times(g)));
    e.setWeight(fma(e.number("rate").negate(), step, w));
    e.shownAs(
        "g = gradientScale · dw",
        "w = w − rate · (sign(beta1 · momentum + (1 − beta1) · g) + weightDecay · w)",
        "momentum = beta2 · momentum + (1 − beta2) · g");
  }
}

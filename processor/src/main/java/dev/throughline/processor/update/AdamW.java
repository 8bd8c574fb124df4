package dev.throughline.processor.update;

import static dev.throughline.processor.update.Term.constant;
import static dev.throughline.processor.update.Term.fma;

/** AdamW (Loshchilov and Hutter 2019, algorithm 2). */
final class AdamW implements UpdateRule {
  @Override
  public String optimizer() {
    return "adamw";
  }

  @Override
  public String title() {
    return "AdamW";
  }

  @Override
  public String kernel() {
    return "adamWStep";
  }

  @Override
  public void write(Equations e) {
    Term w = e.weight();
    Term dw = e.gradient();
    Term first = e.slot("first_moment", "first");
    Term second = e.slot("second_moment", "second");
    Term rate = e.number("rate");
    Term beta1 = e.number("beta1");
    Term beta2 = e.number("beta2");
    Term epsilon = e.number("epsilon");
    Term weightDecay = e.number("weightDecay");
    Term correction1 = e.number("correction1");
    Term correction2 = e.number("correction2");
    Term gradientScale = e.number("gradientScale");

    Term g = e.let("g", gradientScale.times(dw));
    Term m = e.let("m", fma(beta1, first, constant(1).minus(beta1).times(g)));
    Term v = e.let("v", fma(beta2, second, constant(1).minus(beta2).times(g.times(g))));
    Term decayed = e.let("decayed", w.minus(rate.times(weightDecay).times(w)));
    Term deviation = e.let("deviation", v.over(correction2).sqrt().plus(epsilon));
    e.setSlot("first_moment", m);
    e.setSlot("second_moment", v);
    e.setWeight(decayed.minus(rate.times(m.over(correction1)).over(deviation)));
    e.shownAs(
        "g = gradientScale · dw",
        "first = beta1 · first + (1 − beta1) · g",
        "second = beta2 · second + (1 − beta2) · g²",
        "w = w − rate · weightDecay · w",
        "w = w − rate · (first / correction1) / (√(second / correction2) + epsilon)");
  }
}

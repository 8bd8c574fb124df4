package dev.throughline.runtime.optimizer;

import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent, with momentum, Nesterov's form of it, and weight decay as PyTorch
 * defines them.
 *
 * <pre>
 * g = gradient + weightDecay · w
 * velocity = momentum · velocity + (1 - dampening) · g      (at the first step: velocity = g)
 * w = w - rate · (nesterov ? g + momentum · velocity : velocity)
 * </pre>
 */
public record Sgd(float momentum, float dampening, float weightDecay, boolean nesterov)
    implements Optimizer {
  public Sgd {
    Numbers.fraction("momentum", momentum);
    Numbers.fraction("dampening", dampening);
    Numbers.notNegative("weightDecay", weightDecay);
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov's step needs momentum above 0 and dampening 0, not %s and %s"
              .formatted(momentum, dampening));
    }
  }

  /** Without momentum. */
  public static Sgd plain() {
    return new Sgd(0, 0, 0, false);
  }

  /** With momentum, usually 0.9. */
  public static Sgd momentum(float momentum) {
    return new Sgd(momentum, 0, 0, false);
  }

  /** The same with another dampening. */
  public Sgd dampening(float newDampening) {
    return new Sgd(momentum, newDampening, weightDecay, nesterov);
  }

  /** The same with {@code newWeightDecay · w} added to the gradient of every parameter. */
  public Sgd weightDecay(float newWeightDecay) {
    return new Sgd(momentum, dampening, newWeightDecay, nesterov);
  }

  /** The same, looking ahead (Sutskever et al. 2013). */
  public Sgd withNesterov() {
    return new Sgd(momentum, dampening, weightDecay, true);
  }

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public Map<String, Float> numbers(long step) {
    // The velocity starts as zero, so the first one is the whole gradient exactly when undamped.
    float damped = step == 1 ? 0 : dampening;
    return Map.of(
        "momentum", momentum,
        "dampening", damped,
        "weightDecay", weightDecay,
        "nesterov", nesterov ? 1f : 0f);
  }
}

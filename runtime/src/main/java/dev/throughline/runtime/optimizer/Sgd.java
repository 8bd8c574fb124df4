package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;
import java.util.List;

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
  private static final String VELOCITY = "velocity";

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
    return List.of(VELOCITY);
  }

  @Override
  public void step(Network network, OptimizerState state, float rate, float gradientScale) {
    Numbers.step(rate, gradientScale);
    float[] velocity = state.buffer(VELOCITY, network); // before the step is counted
    // The velocity starts as zero, so the first one is the whole gradient exactly when undamped.
    float damped = state.nextStep() == 1 ? 0 : dampening;
    network.applySgd(
        velocity, rate, momentum, damped, weightDecay, nesterov, gradientScale);
  }
}

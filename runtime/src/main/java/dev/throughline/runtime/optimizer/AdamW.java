package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2).
 *
 * <pre>
 * first = beta1 · first + (1 - beta1) · gradient
 * second = beta2 · second + (1 - beta2) · gradient²
 * w = w - rate · weightDecay · w
 * w = w - rate · (first / (1 - beta1^t)) / (√(second / (1 - beta2^t)) + epsilon)
 * </pre>
 */
public record AdamW(float beta1, float beta2, float epsilon, float weightDecay)
    implements Optimizer {
  private static final String FIRST = "first_moment";
  private static final String SECOND = "second_moment";

  public AdamW {
    Numbers.fraction("beta1", beta1);
    Numbers.fraction("beta2", beta2);
    Numbers.positive("epsilon", epsilon);
    Numbers.notNegative("weightDecay", weightDecay);
  }

  /** PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01. */
  public static AdamW standard() {
    return new AdamW(0.9f, 0.999f, 1e-8f, 0.01f);
  }

  /** The same with other decay rates of the moments. */
  public AdamW betas(float newBeta1, float newBeta2) {
    return new AdamW(newBeta1, newBeta2, epsilon, weightDecay);
  }

  /** The same with another epsilon. */
  public AdamW epsilon(float newEpsilon) {
    return new AdamW(beta1, beta2, newEpsilon, weightDecay);
  }

  /** The same with another weight decay. */
  public AdamW weightDecay(float newWeightDecay) {
    return new AdamW(beta1, beta2, epsilon, newWeightDecay);
  }

  @Override
  public String name() {
    return "adamw";
  }

  @Override
  public List<String> slots() {
    return List.of(FIRST, SECOND);
  }

  @Override
  public void step(Network network, OptimizerState state, float rate, float gradientScale) {
    Numbers.step(rate, gradientScale);
    float[] first = state.buffer(FIRST, network); // before the step is counted
    float[] second = state.buffer(SECOND, network);
    long t = state.nextStep();
    network.applyAdamW(
        first,
        second,
        rate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        (float) (1 - StrictMath.pow(beta1, (double) t)),
        (float) (1 - StrictMath.pow(beta2, (double) t)),
        gradientScale);
  }
}

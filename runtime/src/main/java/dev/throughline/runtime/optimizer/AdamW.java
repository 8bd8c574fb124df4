package dev.throughline.runtime.optimizer;

import java.util.List;
import java.util.Map;

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
    return List.of("first_moment", "second_moment");
  }

  @Override
  public Map<String, Float> numbers(long step) {
    return Map.of(
        "beta1", beta1,
        "beta2", beta2,
        "epsilon", epsilon,
        "weightDecay", weightDecay,
        "correction1", (float) (1 - StrictMath.pow(beta1, (double) step)),
        "correction2", (float) (1 - StrictMath.pow(beta2, (double) step)));
  }
}

package dev.throughline.processor.added;

import dev.throughline.runtime.optimizer.Optimizer;
import java.util.List;
import java.util.Map;

/** The runtime's half of {@link LionRule}: its numbers. */
public record Lion(float beta1, float beta2, float weightDecay) implements Optimizer {
  @Override
  public String name() {
    return "lion";
  }

  @Override
  public List<String> slots() {
    return List.of("momentum");
  }

  @Override
  public Map<String, Float> numbers(long step) {
    return Map.of("beta1", beta1, "beta2", beta2, "weightDecay", weightDecay);
  }
}

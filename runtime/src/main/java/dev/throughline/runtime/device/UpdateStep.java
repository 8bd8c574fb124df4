package dev.throughline.runtime.device;

import dev.throughline.runtime.tensor.Memory;
import java.util.Map;

/**
 * One step of an optimiser, as data: which equations, on what state, with which numbers.
 *
 * @param optimizer names the equations, which the compiler knows
 * @param slots its state by the names in the equations, each of {@link Engine#reserve}
 * @param numbers by the names in the equations, the rate and the factor on gradients among them
 */
public record UpdateStep(
    String optimizer, Map<String, Memory> slots, Map<String, Float> numbers) {
  /** The name of the learning rate in every optimiser's equations. */
  public static final String RATE = "rate";

  /** The name of the factor on every gradient. */
  public static final String GRADIENT_SCALE = "gradientScale";

  public UpdateStep {
    slots = Map.copyOf(slots);
    numbers = Map.copyOf(numbers);
  }
}

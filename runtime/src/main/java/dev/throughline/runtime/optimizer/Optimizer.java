package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.tensor.Memory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that turns gradients into a step of the weights: a name, slots of state and numbers. Immutable.
 *
 * <p>The arithmetic is that of the equations which the compiler has under the same name, in a class of its room {@code
 * update}; they name the slots and the numbers. So an optimiser is two files: this, and its equations.
 */
public interface Optimizer {
  /** Names its equations; what a checkpoint calls it. */
  String name();

  /** Names of its state's slots, each as large as the parameters and zero before the first step. */
  List<String> slots();

  /**
   * The numbers of a step, by the names in the equations; the {@link UpdateStep#RATE} and the {@link
   * UpdateStep#GRADIENT_SCALE} are added to them.
   *
   * @param step which step it is, from 1
   */
  Map<String, Float> numbers(long step);

  /**
   * Makes one step.
   *
   * @param state its memory, with each of {@link #slots()}
   * @param rate learning rate of this step, zero or positive
   * @param gradientScale factor on every gradient, below 1 where clipping asks for it
   * @throws IllegalArgumentException if one is negative, infinite or NaN
   * @throws IllegalStateException if the state is another optimiser's or network's
   */
  default void step(Network network, OptimizerState state, float rate, float gradientScale) {
    Numbers.step(rate, gradientScale);
    Map<String, Memory> slots = state.slots(this, network); // before the step is counted
    Map<String, Float> numbers = new HashMap<>(numbers(state.nextStep()));
    numbers.put(UpdateStep.RATE, rate);
    numbers.put(UpdateStep.GRADIENT_SCALE, gradientScale);
    network.apply(new UpdateStep(name(), slots, numbers));
  }
}

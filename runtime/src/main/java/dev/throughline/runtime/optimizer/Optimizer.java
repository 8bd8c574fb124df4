package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;
import java.util.List;

/** A rule that turns gradients into a step of the weights. Immutable. */
public interface Optimizer {
  /** What a checkpoint calls it. */
  String name();

  /** Names of the buffers it keeps, each as large as the parameters. */
  List<String> slots();

  /**
   * Makes one step.
   *
   * @param state its memory, with a buffer for each of {@link #slots()}
   * @param rate learning rate of this step, zero or positive
   * @param gradientScale factor on every gradient, below 1 where clipping asks for it
   * @throws IllegalArgumentException if one is negative, infinite or NaN
   */
  void step(Network network, OptimizerState state, float rate, float gradientScale);
}

package dev.throughline.processor.kernel;

import java.util.List;

/**
 * One step of an optimiser.
 *
 * @param optimizer its name, by which the runtime asks for it
 * @param slots names of its state, each as large as the parameters
 * @param kernel over all parameters; its buffers are parameters, gradients and the slots, its scalars the numbers that
 *     the runtime brings by their names
 */
public record Update(String optimizer, List<String> slots, Kernel kernel) {
  /** Buffers before those of the slots: parameters and gradients. */
  public static final int SLOTS_FROM = 2;

  public Update {
    slots = List.copyOf(slots);
    if (kernel.buffers().size() != SLOTS_FROM + slots.size()) {
      throw new IllegalArgumentException(kernel.name() + " does not have the slots " + slots);
    }
  }
}

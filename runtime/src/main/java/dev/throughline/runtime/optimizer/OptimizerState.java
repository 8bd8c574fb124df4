package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** What an optimiser remembers between steps: a step count, and slots beside the parameters where the network runs. */
public final class OptimizerState {
  private final SequencedMap<String, Memory> slots = new LinkedHashMap<>();
  private final Network network;
  private long steps;

  /**
   * The memory of an optimiser that has made no step.
   *
   * @throws NetworkMemoryException if there is no room for it
   */
  public OptimizerState(Optimizer optimizer, Network network) {
    this.network = network;
    List<String> names = optimizer.slots();
    List<Memory> memories =
        network.reserve(names.size(), "the optimiser " + Quote.name(optimizer.name()));
    for (int i = 0; i < names.size(); i++) {
      slots.put(names.get(i), memories.get(i));
    }
  }

  /** Steps made. */
  public long steps() {
    return steps;
  }

  /** Counts one more step and returns the new count. */
  long nextStep() {
    return ++steps;
  }

  /** Continues the count of another run. */
  public void resumeAfter(long stepsMade) {
    if (stepsMade < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an optimiser cannot have made %d steps", stepsMade));
    }
    steps = stepsMade;
  }

  /** The slots of an optimiser, for a step of {@code ofNetwork}. */
  Map<String, Memory> slots(Optimizer optimizer, Network ofNetwork) {
    for (String name : optimizer.slots()) {
      if (!slots.containsKey(name)) {
        throw new IllegalStateException(
            "the optimiser's state has no `%s`: it was made for another optimiser"
                .formatted(name));
      }
    }
    if (ofNetwork != network) {
      throw new IllegalStateException(
          "the optimiser's state was made for another network than `%s`"
              .formatted(ofNetwork.spec().name()));
    }
    return slots;
  }

  /** Live views on all slots, by {@code slot.parameter}, in the parameters' published shapes. */
  public SequencedMap<String, Tensor> tensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Memory> slot : slots.entrySet()) {
      for (ParameterSpec parameter : network.spec().parameters()) {
        tensors.put(
            slot.getKey() + "." + parameter.name(),
            Tensor.of(slot.getValue(), parameter.offset(), parameter.layout()));
      }
    }
    return tensors;
  }
}

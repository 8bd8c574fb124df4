package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.NetworkMemoryException;
import dev.throughline.runtime.network.ParameterSpec;
import dev.throughline.runtime.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** What an optimiser remembers between steps: a step count and buffers beside the parameters. */
public final class OptimizerState {
  private final SequencedMap<String, float[]> buffers = new LinkedHashMap<>();
  private final List<ParameterSpec> parameters;
  private final int floats;
  private long steps;

  /**
   * The memory of an optimiser that has made no step.
   *
   * @throws NetworkMemoryException if it does not fit the heap
   */
  public OptimizerState(Optimizer optimizer, Network network) {
    parameters = network.spec().parameters();
    floats = network.flatParameters().length;
    List<String> slots = optimizer.slots();
    try {
      for (String slot : slots) {
        buffers.put(slot, new float[floats]);
      }
    } catch (OutOfMemoryError e) {
      buffers.clear();
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "the optimiser %s keeps %d numbers for each parameter of `%s`, which takes %,d MiB, more than"
                  + " is left of the heap's %,d MiB: use a smaller batch, or a larger heap (java -Xmx)",
              Quote.name(optimizer.name()), slots.size(), network.spec().name(),
              mebibytes((long) slots.size() * floats * Float.BYTES),
              mebibytes(Runtime.getRuntime().maxMemory())),
          e);
    }
  }

  private static long mebibytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20);
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

  /** The buffer of a slot, for a step of {@code network}. */
  float[] buffer(String slot, Network network) {
    float[] buffer = buffers.get(slot);
    if (buffer == null) {
      throw new IllegalStateException(
          "the optimiser's state has no `%s`: it was made for another optimiser".formatted(slot));
    }
    if (network.flatParameters().length != floats) {
      throw new IllegalStateException(
          "the optimiser's state was made for another network than `%s`"
              .formatted(network.spec().name()));
    }
    return buffer;
  }

  /** Live views on all buffers, by {@code slot.parameter}, in the parameters' published shapes. */
  public SequencedMap<String, Tensor> tensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, float[]> slot : buffers.entrySet()) {
      for (ParameterSpec parameter : parameters) {
        tensors.put(
            slot.getKey() + "." + parameter.name(),
            Tensor.of(slot.getValue(), parameter.offset(), parameter.layout()));
      }
    }
    return tensors;
  }
}

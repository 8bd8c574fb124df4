package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.ParameterSpec;
import dev.throughline.runtime.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What an optimiser remembers between steps: a step count and buffers beside the parameters. */
public final class OptimizerState {
  private final SequencedMap<String, float[]> buffers = new LinkedHashMap<>();
  private final List<ParameterSpec> parameters;
  private long steps;

  /** The memory of an optimiser that has made no step. */
  public OptimizerState(Optimizer optimizer, Network network) {
    parameters = network.spec().parameters();
    for (String slot : optimizer.slots()) {
      buffers.put(slot, new float[network.spec().parameterFloats()]);
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
    steps = stepsMade;
  }

  /** The buffer of a slot. */
  float[] buffer(String slot) {
    float[] buffer = buffers.get(slot);
    if (buffer == null) {
      throw new IllegalStateException("the optimiser's state has no `%s`".formatted(slot));
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

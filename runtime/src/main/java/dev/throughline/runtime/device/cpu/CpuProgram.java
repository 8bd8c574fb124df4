package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Memory;
import java.util.Locale;

/**
 * A network's passes as launches over arrays; the superclass of every generated program for the CPU, which {@link
 * CpuEngine} calls.
 */
public abstract class CpuProgram {
  /**
   * {@code capacity × } the larger mode's floats per sample, or inference's alone; see {@link MemorySpec}. A
   * pass of inference writes here and nowhere else, so passes at the same time may share all other arrays.
   */
  protected final float[] activations;

  /** Memory that does not grow with the batch, shared by both modes; in inference, folded and packed weights. */
  protected final float[] workspace;

  /** All parameters, at the offsets of the description. */
  protected final float[] parameters;

  /**
   * Gradients of the mean loss, at the offsets of the parameters; each backward overwrites them. Empty where
   * there is only inference.
   */
  protected final float[] gradients;

  /** Running statistics, at the offsets of the description. */
  protected final float[] states;

  /** Capacity: the largest batch. */
  protected final int batch;

  /** Where kernels run. */
  protected final CpuDevice cpu;

  private final String network;
  private long maskSeed;

  /** Works on these arrays. */
  protected CpuProgram(CpuMemory memory) {
    this.network = memory.spec.name();
    this.batch = memory.batch;
    this.cpu = memory.cpu;
    this.activations = memory.activations;
    this.workspace = memory.workspace;
    this.parameters = memory.parameters;
    this.gradients = memory.gradients;
    this.states = memory.states;
  }

  /** Computes activations, answers and losses of the {@code n} samples fed. */
  protected abstract void trainingForward(int n);

  /** Overwrites {@link #gradients} with those of the mean loss of the last training forward. */
  protected abstract void trainingBackward(int n);

  /** Recomputes folded weights; called before inference if weights or statistics changed. */
  protected abstract void foldForInference();

  /** Computes the answers to the {@code n} samples fed. */
  protected abstract void inferenceForward(int n);

  /** Makes a step of one of the optimisers that this was compiled with; of any other it makes {@link #unknown}. */
  protected abstract void update(UpdateStep step);

  /** The key of this training pass's random masks; forward and backward of a pass see the same. */
  protected final long maskSeed() {
    return maskSeed;
  }

  final void maskSeed(long key) {
    maskSeed = key;
  }

  /** A slot of an optimiser, as large as the parameters. */
  protected final float[] slot(UpdateStep step, String name) {
    Memory slot = step.slots().get(name);
    if (slot == null) {
      throw lacks(step, "slot", name);
    }
    if (slot instanceof HostMemory(float[] floats, int offset, int size)
        && offset == 0
        && size == parameters.length) {
      return floats;
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT,
            "`%s` of %,d floats is not of the optimiser of `%s`, which has %,d parameters: make the state"
                + " with this network",
            name, slot.size(), network, parameters.length));
  }

  /** A number of an optimiser's equations. */
  protected final float number(UpdateStep step, String name) {
    Float number = step.numbers().get(name);
    if (number == null) {
      throw lacks(step, "number", name);
    }
    return number;
  }

  private DeviceException lacks(UpdateStep step, String kind, String name) {
    return new DeviceException(
        "`%s` was compiled with an optimiser `%s` that has a %s `%s`, which this one lacks: compile it with the version that you run"
            .formatted(network, step.optimizer(), kind, name));
  }

  /** What to throw for an optimiser whose equations the compiler did not have. */
  protected final DeviceException unknown(UpdateStep step) {
    return new DeviceException(
        "`%s` was compiled without the optimiser `%s`: compile it again with the optimiser's equations on the processor path"
            .formatted(network, step.optimizer()));
  }
}

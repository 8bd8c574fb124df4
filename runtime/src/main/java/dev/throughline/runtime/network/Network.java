package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.device.CpuDevice;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A network with its buffers, on a device; the superclass of every generated network.
 *
 * <p>Images travel features-last, {@code [n][h][w][c]}, normalised. A pass runs the first {@code n}
 * samples of the capacity; larger batches than the capacity are refused, and arrays hold exactly the values of
 * {@code n} samples. Results do not depend on the number of threads of the device; several networks may share one.
 *
 * <p>A network serves one thread at a time. It may be handed from thread to thread, but a call while another
 * thread's is under way is refused with {@link IllegalStateException}, and so is reading the results of a pass
 * that another thread's has overwritten. To predict on several threads, let them share a {@code Predictor}.
 *
 * <p>After {@link #close} only the description answers ({@link #spec}, {@link #batch}, {@link #device}, {@link
 * #seed}, {@link #trainingPasses()}, {@link #toString}); all else is refused. Views and arrays handed out before stay
 * readable.
 */
public abstract class Network extends Passes implements AutoCloseable {
  private long seed;

  /**
   * Allocates all buffers and draws the parameters.
   *
   * @param batch capacity
   * @param seed decides the initial parameters and every random mask
   * @throws NetworkMemoryException if the buffers do not fit into arrays or the heap
   */
  protected Network(NetworkSpec spec, Device device, int batch, long seed) {
    this(NetworkMemory.fresh(spec, device, batch, seed));
  }

  /** Works on memory that this room made; see {@link Model}. */
  protected Network(NetworkMemory memory) {
    super(memory);
    this.seed = memory.seed;
  }

  // Optimiser steps.

  /** Runs {@link #sgdStep}. */
  public final void applySgd(
      float[] velocity,
      float rate,
      float momentum,
      float dampening,
      float weightDecay,
      boolean nesterov,
      float gradientScale) {
    checkBuffers(velocity);
    use.enter();
    try {
      weightsChanged();
      sgdStep(velocity, rate, momentum, dampening, weightDecay, nesterov, gradientScale);
    } finally {
      use.leave();
    }
  }

  /** Runs {@link #adamWStep}. */
  public final void applyAdamW(
      float[] first,
      float[] second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float correction1,
      float correction2,
      float gradientScale) {
    checkBuffers(first, second);
    use.enter();
    try {
      weightsChanged();
      adamWStep(
          first,
          second,
          rate,
          beta1,
          beta2,
          epsilon,
          weightDecay,
          correction1,
          correction2,
          gradientScale);
    } finally {
      use.leave();
    }
  }

  private void checkBuffers(float[]... buffers) {
    for (float[] buffer : buffers) {
      if (buffer.length != parameters.length) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT,
                "a buffer of %,d floats is not one of the optimiser of `%s`, which has %,d",
                buffer.length, spec.name(), parameters.length));
      }
    }
  }

  // Description and views.

  /** The network in numbers. */
  public final NetworkSpec spec() {
    return spec;
  }

  /** The largest batch. */
  public final int batch() {
    return batch;
  }

  /** Where it runs. */
  public final CpuDevice device() {
    return cpu;
  }

  /** A live view on a parameter, by its published name. */
  public final Tensor parameter(String published) {
    return view(parameters, find(published), this::weightsChanged);
  }

  /** A live view on a parameter's gradient, by the parameter's published name. */
  public final Tensor gradient(String published) {
    return view(gradients, find(published), () -> {});
  }

  /** A live view on a running statistic, by its published name. */
  public final Tensor state(String published) {
    use.checkOpen();
    StateSpec state =
        spec.state(published)
            .orElseThrow(
                () -> new IllegalArgumentException(
                    "`%s` has no running statistic `%s`".formatted(spec.name(), published)));
    return Tensor.of(states, state.offset(), Layout.of(state.size()), this::weightsChanged);
  }

  private ParameterSpec find(String published) {
    use.checkOpen();
    return spec.parameter(published)
        .orElseThrow(
            () -> new IllegalArgumentException(
                "`%s` has no parameter `%s`".formatted(spec.name(), published)));
  }

  private static Tensor view(float[] buffer, ParameterSpec parameter, Runnable afterWrite) {
    return Tensor.of(buffer, parameter.offset(), parameter.layout(), afterWrite);
  }

  /** A live view on an activation of the training program, {@code [capacity, ...]}. */
  final Tensor activation(int perSampleOffset, Layout perSample) {
    checkHoldsTraining();
    return Tensor.of(activations, perSampleOffset * batch, perSample.times(batch));
  }

  /** The flat parameter buffer itself; after writing to it, call {@link #weightsChanged()}. */
  public final float[] flatParameters() {
    use.checkOpen();
    return parameters;
  }

  /** The flat gradient buffer itself. */
  public final float[] flatGradients() {
    use.checkOpen();
    return gradients;
  }

  /**
   * The flat activation buffer itself: what has offset {@code at} for one sample begins at {@code at ·}
   * {@link #batch()}, sample after sample.
   */
  public final float[] flatActivations() {
    use.checkOpen();
    return activations;
  }

  /** The flat running statistics themselves; after writing, call {@link #weightsChanged()}. */
  public final float[] flatStates() {
    use.checkOpen();
    return states;
  }

  // Files.

  /**
   * Writes parameters and running statistics to a safetensors file, which appears as a whole or not
   * at all.
   */
  public final void save(Path path) {
    save(path, NameMapping.NONE);
  }

  /** {@link #save(Path)} under the names of another program. */
  public final void save(Path path, NameMapping names) {
    use.enter();
    try {
      SafetensorsWriter.write(path, Weights.metadata(spec), names.apply(Weights.tensors(this)));
    } finally {
      use.leave();
    }
  }

  /**
   * Reads parameters and running statistics from a safetensors file: one of {@link #save}, a
   * checkpoint of a training run, or one that another program wrote with the same names and shapes.
   *
   * @throws CheckpointException if the file is bad or of another network; nothing has changed then
   */
  public final void load(Path path) {
    load(path, NameMapping.NONE);
  }

  /**
   * {@link #load(Path)} of a file with the names of another program.
   *
   * @throws CheckpointException if the file is bad or of another network; nothing has changed then
   */
  public final void load(Path path, NameMapping names) {
    use.enter();
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      Weights.staged(file, this, names).commit();
    } finally {
      use.leave();
    }
  }

  // Randomness.

  /** The key of this training pass's random masks; forward and backward of a pass see the same. */
  protected final long maskSeed() {
    return Philox.derive(seed, Philox.stream(Purpose.MASKS, trainingPasses()));
  }

  /** The seed. */
  public final long seed() {
    return seed;
  }

  /** Continues the random masks of another run. */
  public final void resumeMasks(long ofSeed, long afterPasses) {
    seed = ofSeed;
    continueAfter(afterPasses);
  }

  /** Ends the network's use; its device stays open, and a call under way on another thread ends first. */
  @Override
  public void close() {
    use.close();
  }

  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%s, %,d parameters, batch %d, on %s", spec.name(),
        spec.parameterCount(), batch, cpu);
  }
}

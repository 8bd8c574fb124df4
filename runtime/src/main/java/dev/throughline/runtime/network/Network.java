package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.LayerMeasurement;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network on a device; the superclass of every generated network. It checks what it is asked and lets its {@link
 * Engine} do it.
 *
 * <p>Images travel features-last, {@code [n][h][w][c]}, normalised. A pass runs the first {@code n}
 * samples of the capacity; larger batches than the capacity are refused, and arrays hold exactly the values of
 * {@code n} samples. Results on the CPU do not depend on its number of threads; several networks may share a device.
 *
 * <p>A network serves one thread at a time. It may be handed from thread to thread, but a call while another
 * thread's is under way is refused with {@link IllegalStateException}, and so is reading the results of a pass
 * that another thread's has overwritten. To predict on several threads, let them share a {@code Predictor}.
 *
 * <p>After {@link #close} only the description answers ({@link #spec}, {@link #batch}, {@link #device}, {@link
 * #seed}, {@link #trainingPasses()}, {@link #toString}); all else is refused.
 */
public abstract class Network extends Passes implements AutoCloseable {
  /**
   * The network that an engine holds.
   *
   * @param seed decides every random mask
   */
  protected Network(Engine engine, long seed) {
    super(engine, seed);
  }

  // Description and views.

  /** The network in numbers. */
  public final NetworkSpec spec() {
    return spec;
  }

  /** The largest batch. */
  public final int batch() {
    return engine.batch();
  }

  /** Where it runs. */
  public final Device device() {
    return engine.device();
  }

  /** A live view on a parameter, by its published name. */
  public final Tensor parameter(String published) {
    ParameterSpec found = find(published);
    return Tensor.of(
        memory(Region.PARAMETERS), found.offset(), found.layout(), this::weightsChanged);
  }

  /** A live view on a parameter's gradient, by the parameter's published name. */
  public final Tensor gradient(String published) {
    ParameterSpec found = find(published);
    return Tensor.of(memory(Region.GRADIENTS), found.offset(), found.layout());
  }

  /** A live view on a running statistic, by its published name. */
  public final Tensor state(String published) {
    Memory states = memory(Region.STATES);
    StateSpec found =
        spec.state(published)
            .orElseThrow(
                () -> new IllegalArgumentException(
                    "`%s` has no running statistic `%s`".formatted(spec.name(), published)));
    return Tensor.of(states, found.offset(), Layout.of(found.size()), this::weightsChanged);
  }

  private ParameterSpec find(String published) {
    use.checkOpen();
    return spec.parameter(published)
        .orElseThrow(
            () -> new IllegalArgumentException(
                "`%s` has no parameter `%s`".formatted(spec.name(), published)));
  }

  /** A flat region itself, live; after writing to parameters or statistics, call {@link #weightsChanged()}. */
  public final Memory memory(Region region) {
    use.checkOpen();
    return engine.memory(region);
  }

  // Steps.

  /**
   * Memory beside the parameters, each as large as they are and zero at first.
   *
   * @param holder begins the sentence if there is no room: whose it is
   * @throws NetworkMemoryException if there is no room
   */
  public final List<Memory> reserve(int count, String holder) {
    use.checkOpen();
    return engine.reserve(count, holder);
  }

  /**
   * Changes the parameters by one step of an optimiser; {@code Optimizer.step} calls it.
   *
   * @throws DeviceException if the network was compiled without this optimiser
   */
  public final void apply(UpdateStep step) {
    use.enter();
    try {
      weightsChanged();
      engine.update(step);
    } finally {
      use.leave();
    }
  }

  /** Sets all gradients to zero. */
  public final void zeroGradients() {
    use.enter();
    try {
      engine.zeroGradients();
    } finally {
      use.leave();
    }
  }

  /** The Euclidean norm of all gradients together. */
  public final double gradientNorm() {
    use.enter();
    try {
      return engine.norm(Region.GRADIENTS);
    } finally {
      use.leave();
    }
  }

  /**
   * Moves every gradient into {@code ± limit}.
   *
   * @return a gradient that was not finite, if there was one; nothing can be relied on then
   */
  public final Optional<Float> clipGradients(float limit) {
    use.enter();
    try {
      return engine.clip(limit);
    } finally {
      use.leave();
    }
  }

  // Measurements.

  /** Copies all parameters to memory of {@link #reserve}, to {@link #measure} a step from there. */
  public final void keepParameters(Memory into) {
    use.enter();
    try {
      engine.keepParameters(into);
    } finally {
      use.leave();
    }
  }

  /**
   * Measures each of {@link NetworkSpec#layers()} after a step.
   *
   * @param before the parameters before it, of {@link #keepParameters}
   */
  public final List<LayerMeasurement> measure(Memory before) {
    use.enter();
    try {
      return engine.measure(before);
    } finally {
      use.leave();
    }
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

  /** Ends the network's use; its device stays open, and a call under way on another thread ends first. */
  @Override
  public void close() {
    use.close();
    engine.close();
  }

  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%s, %,d parameters, batch %d, on %s", spec.name(),
        spec.parameterCount(), engine.batch(), engine.device());
  }
}

package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a network's values lie in the arrays of the CPU, which the compiler has planned. Offsets are those of one
 * sample, see {@link MemorySpec}.
 *
 * @param inputs and targets, by name
 * @param outputs by path
 * @param losses offset of each loss in the workspace of training, by path
 * @param members where what a member makes in training lies, by path, if that is kept
 * @param layers what is kept of each weighted layer, by name, if anything is
 * @param training memory of a training step
 * @param inference memory of inference
 * @param scratchFloats scratch that kernels need for each thread
 */
public record CpuPlan(
    Map<String, Place> inputs,
    Map<String, Place> outputs,
    Map<String, Integer> losses,
    Map<String, Rows> members,
    Map<String, Kept> layers,
    MemorySpec training,
    MemorySpec inference,
    int scratchFloats) {

  public CpuPlan {
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
    losses = Map.copyOf(losses);
    members = Map.copyOf(members);
    layers = Map.copyOf(layers);
  }

  /**
   * An offset in each mode.
   *
   * @param inference of no meaning for a target, which only training reads
   */
  public record Place(int training, int inference) {
    int in(Mode mode) {
      return switch (mode) {
        case TRAINING -> training;
        case INFERENCE -> inference;
      };
    }
  }

  /**
   * The activation of a weighted layer; where that only exists inside a kernel, what the same kernel makes of it, such
   * as the sum at the end of a residual block.
   *
   * @param rows where it lies, features last
   * @param floats its size for one sample
   * @param rectified whether it is the result of a ReLU, so that zeros mean something
   */
  public record Kept(Rows rows, int floats, boolean rectified) {
    public Kept {
      if (rows.width < 1 || floats % rows.width != 0) {
        throw new IllegalArgumentException(
            "%s floats do not make rows of %s features".formatted(floats, rows.width));
      }
    }

    /** Rows of one sample: the pixels of an image. */
    int count() {
      return floats / rows.width;
    }
  }

  /**
   * Rows of features in what is kept of the samples.
   *
   * @param at the offset of the value whose memory they lie in
   * @param start floats from there to the first row, whatever the batch
   * @param width floats of a row: channels of an image
   * @param pitch floats from one row to the next; more than {@code width} where rows of others lie between them
   */
  public record Rows(int at, int start, int width, int pitch) {
    /** The first float of a batch with room for {@code batch} samples. */
    int from(int batch) {
      return at * batch + start;
    }
  }

  int inputAt(String name, Mode mode) {
    return Objects.requireNonNull(inputs.get(name), name).in(mode);
  }

  int outputAt(String path, Mode mode) {
    return Objects.requireNonNull(outputs.get(path), path).in(mode);
  }

  int lossAt(String path) {
    return Objects.requireNonNull(losses.get(path), path);
  }

  long trainingBytes(NetworkSpec spec, int batch) {
    return Float.BYTES
        * (batch * training.floatsPerSample()
            + training.fixedFloats()
            + 2L * spec.parameterFloats()
            + spec.stateFloats());
  }

  long inferenceBytes(NetworkSpec spec, int batch) {
    return Float.BYTES
        * (batch * inference.floatsPerSample()
            + inference.fixedFloats()
            + (long) spec.parameterFloats()
            + spec.stateFloats());
  }

  /** Starts a plan. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers a plan; meant for generated code. */
  public static final class Builder {
    private final Map<String, Place> inputs = new HashMap<>();
    private final Map<String, Place> outputs = new HashMap<>();
    private final Map<String, Integer> losses = new HashMap<>();
    private final Map<String, Rows> members = new HashMap<>();
    private final Map<String, Kept> layers = new HashMap<>();
    private Optional<MemorySpec> training = Optional.empty();
    private Optional<MemorySpec> inference = Optional.empty();
    private int scratchFloats;

    private Builder() {}

    /** Where an input lies. */
    public Builder input(String name, int trainingAt, int inferenceAt) {
      inputs.put(name, new Place(trainingAt, inferenceAt));
      return this;
    }

    /** Where a target lies. */
    public Builder target(String name, int trainingAt) {
      inputs.put(name, new Place(trainingAt, trainingAt));
      return this;
    }

    /** Where an output lies. */
    public Builder output(String path, int trainingAt, int inferenceAt) {
      outputs.put(path, new Place(trainingAt, inferenceAt));
      return this;
    }

    /** Where a loss lies in the workspace. */
    public Builder loss(String path, int at) {
      losses.put(path, at);
      return this;
    }

    /** Where what a member makes lies, row after row. */
    public Builder member(String path, int at) {
      return member(path, at, 1, 0, 1);
    }

    /** Where what a member makes lies; see {@link Rows}. */
    public Builder member(String path, int at, int width, int start, int pitch) {
      members.put(path, new Rows(at, start, width, pitch));
      return this;
    }

    /** What is kept of a weighted layer, row after row; see {@link Kept}. */
    public Builder layer(String name, int at, int floats, int width, boolean rectified) {
      return layer(name, at, floats, width, rectified, 0, width);
    }

    /** What is kept of a weighted layer; see {@link Kept} and {@link Rows}. */
    public Builder layer(
        String name, int at, int floats, int width, boolean rectified, int start, int pitch) {
      layers.put(name, new Kept(new Rows(at, start, width, pitch), floats, rectified));
      return this;
    }

    /** Memory of a training step. */
    public Builder training(long floatsPerSample, int fixedFloats) {
      training = Optional.of(new MemorySpec(floatsPerSample, fixedFloats));
      return this;
    }

    /** Memory of inference. */
    public Builder inference(long floatsPerSample, int fixedFloats) {
      inference = Optional.of(new MemorySpec(floatsPerSample, fixedFloats));
      return this;
    }

    /** Scratch that kernels need for each thread. */
    public Builder scratch(int floats) {
      scratchFloats = floats;
      return this;
    }

    /** The plan. */
    public CpuPlan build() {
      return new CpuPlan(
          inputs,
          outputs,
          losses,
          members,
          layers,
          training.orElseThrow(),
          inference.orElseThrow(),
          scratchFloats);
    }
  }
}

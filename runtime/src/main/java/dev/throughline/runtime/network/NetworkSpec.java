package dev.throughline.runtime.network;

import dev.throughline.runtime.tensor.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network in numbers: what the generated class says about itself.
 *
 * @param name simple name of the declaring interface
 * @param declaredBy fully qualified name of the declaring interface
 * @param input one image, published {@code [c, h, w]}, stored {@code [h][w][c]}
 * @param classes width of the logits
 * @param parameters trainable parameters, in declaration order
 * @param states running statistics, in declaration order
 * @param training memory plan of a training step
 * @param inference memory plan of inference
 * @param scratchFloats scratch that kernels need for each thread
 * @param graphHash identifies the network's structure; weights of another structure do not fit
 */
public record NetworkSpec(
    String name,
    String declaredBy,
    Layout input,
    int classes,
    List<ParameterSpec> parameters,
    List<StateSpec> states,
    MemorySpec training,
    MemorySpec inference,
    int scratchFloats,
    String graphHash) {

  public NetworkSpec {
    parameters = List.copyOf(parameters);
    states = List.copyOf(states);
    Set<String> names = new HashSet<>();
    int end = 0;
    for (ParameterSpec parameter : parameters) {
      end = after(end, parameter.name(), parameter.offset(), parameter.size(), names);
    }
    end = 0;
    for (StateSpec state : states) {
      end = after(end, state.name(), state.offset(), state.size(), names);
    }
  }

  private static int after(int end, String name, int offset, int size, Set<String> names) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("two tensors are published as `%s`".formatted(name));
    }
    if (offset < end) {
      throw new IllegalArgumentException(
          "`%s` begins at float %d, inside the tensor before it, which ends at %d"
              .formatted(name, offset, end));
    }
    return Math.addExact(offset, size);
  }

  /** Starts a description; every part of {@link Builder} must be given before {@code build()}. */
  public static Builder of(String name, String declaredBy) {
    return new Builder(name, declaredBy);
  }

  /** Channels of an input image. */
  public int channels() {
    return input.extent(0);
  }

  /** Height of an input image. */
  public int height() {
    return input.extent(1);
  }

  /** Width of an input image. */
  public int width() {
    return input.extent(2);
  }

  /** Number of trainable values. */
  public long parameterCount() {
    return parameters.stream().mapToLong(ParameterSpec::size).sum();
  }

  /** Length of the flat parameter and gradient buffers; gaps between parameters stay zero. */
  public int parameterFloats() {
    ParameterSpec last = parameters.isEmpty() ? null : parameters.getLast();
    return last == null ? 0 : last.offset() + last.size();
  }

  /** Length of the flat state buffer. */
  public int stateFloats() {
    StateSpec last = states.isEmpty() ? null : states.getLast();
    return last == null ? 0 : last.offset() + last.size();
  }

  /** The memory plan of a mode. */
  public MemorySpec memory(Mode mode) {
    return switch (mode) {
      case TRAINING -> training;
      case INFERENCE -> inference;
    };
  }

  /**
   * Bytes that a training step at this batch size works on: activations, workspace, parameters,
   * gradients and running statistics. The optimiser's own state comes on top.
   */
  public long trainingBytes(int batch) {
    return Float.BYTES
        * (batch * training.floatsPerSample()
            + training.fixedFloats()
            + 2L * parameterFloats()
            + stateFloats());
  }

  /** Bytes that inference at this batch size works on. */
  public long inferenceBytes(int batch) {
    return Float.BYTES
        * (batch * inference.floatsPerSample()
            + inference.fixedFloats()
            + (long) parameterFloats()
            + stateFloats());
  }

  /** Index in {@link #parameters()} of a published name. */
  public Optional<ParameterSpec> parameter(String published) {
    return parameters.stream().filter(p -> p.name().equals(published)).findFirst();
  }

  /** The running statistic of a published name. */
  public Optional<StateSpec> state(String published) {
    return states.stream().filter(s -> s.name().equals(published)).findFirst();
  }

  /** Gathers a description; meant for generated code. */
  public static final class Builder {
    private final String name;
    private final String declaredBy;
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private final List<StateSpec> states = new ArrayList<>();
    private Optional<Layout> input = Optional.empty();
    private Optional<MemorySpec> training = Optional.empty();
    private Optional<MemorySpec> inference = Optional.empty();
    private int classes;
    private int scratchFloats;
    private String graphHash = "";

    private Builder(String name, String declaredBy) {
      this.name = name;
      this.declaredBy = declaredBy;
    }

    /** Extents of one input image. */
    public Builder input(int c, int h, int w) {
      input = Optional.of(Layout.image(c, h, w));
      return this;
    }

    /** Width of the logits. */
    public Builder classes(int count) {
      classes = count;
      return this;
    }

    /** The next trainable parameter, at a higher offset than those before it. */
    public Builder parameter(String published, Layout layout, int offset, Initializer initializer) {
      parameters.add(new ParameterSpec(published, layout, offset, initializer));
      return this;
    }

    /** The next running statistic, at a higher offset than those before it. */
    public Builder state(String published, int size, int offset, float initial) {
      states.add(new StateSpec(published, size, offset, initial));
      return this;
    }

    /** The memory plan of a training step. */
    public Builder training(MemorySpec memory) {
      training = Optional.of(memory);
      return this;
    }

    /** The memory plan of inference. */
    public Builder inference(MemorySpec memory) {
      inference = Optional.of(memory);
      return this;
    }

    /** Scratch that kernels need for each thread. */
    public Builder scratch(int floats) {
      scratchFloats = floats;
      return this;
    }

    /** What identifies the structure. */
    public Builder graphHash(String hash) {
      graphHash = hash;
      return this;
    }

    /** The description. */
    public NetworkSpec build() {
      return new NetworkSpec(
          name,
          declaredBy,
          input.orElseThrow(() -> missing("input")),
          classes,
          parameters,
          states,
          training.orElseThrow(() -> missing("training")),
          inference.orElseThrow(() -> missing("inference")),
          scratchFloats,
          graphHash);
    }

    private IllegalStateException missing(String part) {
      return new IllegalStateException(
          "the description of `%s` lacks its %s".formatted(name, part));
    }
  }
}

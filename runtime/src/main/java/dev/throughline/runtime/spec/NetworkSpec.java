package dev.throughline.runtime.spec;

import dev.throughline.runtime.tensor.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A network in numbers: what the generated class says about itself.
 *
 * @param name simple name of the declaring interface
 * @param declaredBy fully qualified name of the declaring interface
 * @param inputs what members read, in order of declaration
 * @param targets what losses compare with
 * @param outputs what callers read; the last is the network's answer
 * @param losses in order of declaration; the last is the network's own
 * @param parameters trainable parameters, in declaration order
 * @param states running statistics, in declaration order
 * @param layers weighted layers that a loss reaches, in declaration order
 * @param normOfVectors a member whose batch norm sees one value of each channel in a sample, if there is one:
 *     training then takes two samples at a time
 */
public record NetworkSpec(
    String name,
    String declaredBy,
    List<InputSpec> inputs,
    List<InputSpec> targets,
    List<OutputSpec> outputs,
    List<LossSpec> losses,
    List<ParameterSpec> parameters,
    List<StateSpec> states,
    List<LayerSpec> layers,
    Optional<String> normOfVectors) {

  public NetworkSpec {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    losses = List.copyOf(losses);
    parameters = List.copyOf(parameters);
    states = List.copyOf(states);
    layers = List.copyOf(layers);
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
          String.format(Locale.ROOT,
              "`%s` begins at float %d, inside the tensor before it, which ends at %d", name,
              offset, end));
    }
    return Math.addExact(offset, size);
  }

  /** Starts a description; every part of {@link Builder} must be given before {@code build()}. */
  public static Builder of(String name, String declaredBy) {
    return new Builder(name, declaredBy);
  }

  /** Whether the network reads one image a sample and tells classes apart. */
  public boolean classifiesImages() {
    return inputs.size() == 1
        && input().rank() == 3
        && targets.size() == 1
        && targets.getFirst().isIndices()
        && logits().layout().rank() == 1;
  }

  /** One sample of the first input: an image is published {@code [c, h, w]}, stored {@code [h][w][c]}. */
  public Layout input() {
    return inputs.getFirst().layout();
  }

  /** The network's answer. */
  public OutputSpec logits() {
    return outputs.getLast();
  }

  /** Width of the logits. */
  public int classes() {
    Layout layout = logits().layout();
    return layout.extent(layout.rank() - 1);
  }

  /** Channels of an input image. */
  public int channels() {
    return imageExtent(0);
  }

  /** Height of an input image. */
  public int height() {
    return imageExtent(1);
  }

  /** Width of an input image. */
  public int width() {
    return imageExtent(2);
  }

  private int imageExtent(int axis) {
    if (input().rank() != 3) {
      throw new IllegalStateException("`%s` reads %s, not images".formatted(name, input()));
    }
    return input().extent(axis);
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

  /** The parameter of a published name. */
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
    private final List<LayerSpec> layers = new ArrayList<>();
    private final List<InputSpec> inputs = new ArrayList<>();
    private final List<InputSpec> targets = new ArrayList<>();
    private final List<OutputSpec> outputs = new ArrayList<>();
    private final List<LossSpec> losses = new ArrayList<>();
    private Optional<String> normOfVectors = Optional.empty();

    private Builder(String name, String declaredBy) {
      this.name = name;
      this.declaredBy = declaredBy;
    }

    /** The next input; see {@link InputSpec}. */
    public Builder input(String input, Layout layout, int limit) {
      inputs.add(new InputSpec(input, layout, limit));
      return this;
    }

    /** The next target; see {@link InputSpec}. */
    public Builder target(String target, Layout layout, int limit) {
      targets.add(new InputSpec(target, layout, limit));
      return this;
    }

    /** The next output; see {@link OutputSpec}. */
    public Builder output(String member, Layout layout) {
      outputs.add(new OutputSpec(member, layout));
      return this;
    }

    /** The next loss; see {@link LossSpec}. */
    public Builder loss(
        String member, LossKind kind, float weight, String output, String target) {
      losses.add(new LossSpec(member, kind, weight, output, target, OptionalInt.empty()));
      return this;
    }

    /** The next loss, which leaves out the samples or positions whose target is {@code ignored}. */
    public Builder loss(
        String member, LossKind kind, float weight, String output, String target, int ignored) {
      losses.add(new LossSpec(member, kind, weight, output, target, OptionalInt.of(ignored)));
      return this;
    }

    /** The next trainable parameter, at a higher offset than those before it. */
    public Builder parameter(String published, Layout layout, int offset, Initializer initializer) {
      parameters.add(new ParameterSpec(published, layout, offset, initializer));
      return this;
    }

    /** The next running statistic, at a higher offset than those before it. */
    public Builder state(String published, int size, int offset, float initial) {
      return state(published, size, offset, new Initializer.Constant(initial));
    }

    /** Adds a state that does not start with one value everywhere. */
    public Builder state(String published, int size, int offset, Initializer initializer) {
      states.add(new StateSpec(published, size, offset, initializer));
      return this;
    }

    /** The next weighted layer; see {@link LayerSpec}. */
    public Builder layer(String layer, String weight, GradientPrediction prediction) {
      layers.add(new LayerSpec(layer, weight, prediction));
      return this;
    }

    /** A member whose batch norm sees one value of each channel in a sample. */
    public Builder normOfVectors(String member) {
      normOfVectors = Optional.of(member);
      return this;
    }

    /** The description. */
    public NetworkSpec build() {
      return new NetworkSpec(
          name,
          declaredBy,
          some(inputs, "inputs"),
          targets,
          some(outputs, "outputs"),
          some(losses, "losses"),
          parameters,
          states,
          layers,
          normOfVectors);
    }

    private <T> List<T> some(List<T> given, String part) {
      if (given.isEmpty()) {
        throw missing(part);
      }
      return given;
    }

    private IllegalStateException missing(String part) {
      return new IllegalStateException(
          "the description of `%s` lacks its %s".formatted(name, part));
    }
  }
}

package dev.throughline.runtime.network;

import dev.throughline.dsl.Layer;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;

/**
 * A member of a network at run time: its name, its output, and in generated subclasses its
 * parameters and gradients by name.
 */
public class LayerHandle implements Layer {
  private final Network network;
  private final String name;
  private final Layout output;

  /**
   * Describes a member.
   *
   * @param output published extents and storage order of one sample's output
   */
  public LayerHandle(Network network, String name, Layout output) {
    this.network = network;
    this.name = name;
    this.output = output;
  }

  /** The member's path, such as {@code stage1.0.conv1}. */
  public final String name() {
    return name;
  }

  /**
   * A live view on the output of the last training pass, published {@code [capacity, c, h, w]} or
   * {@code [capacity, features]}; rows beyond the batch fed keep older values.
   *
   * @throws IllegalStateException if the device does not keep this output, or the network's last pass was none of
   *     training
   */
  public final Tensor output() {
    return network.activation(name, output)
        .orElseThrow(
            () -> new IllegalStateException(
                "the output of `%s` is not kept: it only exists inside a fused kernel, or its memory is"
                    .formatted(name)
                    + " used again within the step"));
  }

  /** A live view on one of the member's parameters, by full published name. */
  protected final Tensor parameter(String published) {
    return network.parameter(published);
  }

  /** A live view on the gradient of one of the member's parameters. */
  protected final Tensor gradient(String published) {
    return network.gradient(published);
  }

  /** A live view on one of the member's running statistics. */
  protected final Tensor state(String published) {
    return network.state(published);
  }

  @Override
  public final String toString() {
    return "%s of %s".formatted(name, network.spec().name());
  }
}

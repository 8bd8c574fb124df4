package dev.throughline.runtime.network;

import dev.throughline.dsl.Loss;

/** The loss member at run time. */
public class LossHandle implements Loss {
  private final Network network;
  private final String name;

  /** Describes the member. */
  public LossHandle(Network network, String name) {
    this.network = network;
    this.name = name;
  }

  /** The member's name. */
  public final String name() {
    return name;
  }

  /** Mean loss of the last training pass; NaN before the first. */
  public final float value() {
    return network.lastLoss();
  }

  @Override
  public final String toString() {
    return "%s of %s".formatted(name, network.spec().name());
  }
}

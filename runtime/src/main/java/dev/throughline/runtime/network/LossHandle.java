package dev.throughline.runtime.network;

import dev.throughline.dsl.Loss;

/** A loss at run time. */
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

  /** This loss in the last training pass, its mean over the batch; NaN before the first. */
  public final float value() {
    return network.lastLoss(name);
  }

  @Override
  public final String toString() {
    return "%s of %s".formatted(name, network.spec().name());
  }
}

package dev.throughline.runtime.testing;

import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.tensor.HostMemory;

/** The arrays themselves of a network on the CPU. */
public final class Flat {
  private Flat() {}

  public static float[] parameters(Network network) {
    return array(network, Region.PARAMETERS);
  }

  public static float[] gradients(Network network) {
    return array(network, Region.GRADIENTS);
  }

  public static float[] states(Network network) {
    return array(network, Region.STATES);
  }

  private static float[] array(Network network, Region region) {
    return ((HostMemory) network.memory(region)).floats();
  }
}

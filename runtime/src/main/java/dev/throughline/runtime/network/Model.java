package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import java.util.function.Function;

/**
 * A generated network class as a value, such as {@code ResNet20Network.MODEL}: what a {@code Predictor} is made of, and
 * code that works with many networks.
 *
 * @param spec the network in numbers
 * @param program makes what runs it; for this room alone, as nobody else can make a {@link NetworkMemory}
 */
public record Model(NetworkSpec spec, Function<NetworkMemory, Network> program) {

  /** A network with fresh parameters, as the generated class's own {@code on} makes it. */
  public Network on(Device device, int batch, long seed) {
    return program.apply(NetworkMemory.fresh(spec, device, batch, seed));
  }
}

package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.Program;
import dev.throughline.runtime.device.Programs;
import dev.throughline.runtime.spec.NetworkSpec;

/**
 * A generated network class as a value, such as {@code ResNet20Network.MODEL}: what a {@code Predictor} is made of, and
 * code that works with many networks.
 *
 * @param programs what the compiler made of it
 * @param network makes the facade of an engine
 */
public record Model(Programs programs, Facade network) {

  /** A network with one program for each kind of device. */
  public static Model of(NetworkSpec spec, Facade network, Program... programs) {
    return new Model(Programs.of(spec, programs), network);
  }

  /** Makes the generated class's own {@link Network}. */
  @FunctionalInterface
  public interface Facade {
    /** The network that {@code engine} holds. */
    Network of(Engine engine, long seed);
  }

  /** The network in numbers. */
  public NetworkSpec spec() {
    return programs.spec();
  }

  /** A network with fresh parameters, as the generated class's own {@code on} makes it. */
  public Network on(Device device, int batch, long seed) {
    return network.of(device.open(programs, batch, seed), seed);
  }

  /**
   * Bytes that a training step at this batch size works on: activations, workspace, parameters, gradients and running
   * statistics. The optimiser's own state comes on top.
   */
  public long trainingBytes(Device device, int batch) {
    return device.trainingBytes(programs, batch);
  }

  /** Bytes that inference at this batch size works on, and a {@code Predictor} holds. */
  public long inferenceBytes(Device device, int batch) {
    return device.inferenceBytes(programs, batch);
  }
}

package dev.throughline.runtime.device;

import dev.throughline.runtime.device.cpu.CpuDevice;

/**
 * Where networks run.
 *
 * <p>Several networks may share a device. Closing a network leaves its device open; closing a device ends the use of
 * its networks.
 */
public interface Device extends AutoCloseable {

  /**
   * All processors of this machine, shared by everyone who asks; closing it does nothing.
   *
   * @throws DeviceException if this process may not start so many threads
   */
  static CpuDevice cpu() {
    return CpuDevice.shared();
  }

  /**
   * A team of its own, of {@code threads} threads including the caller's. Results do not depend on
   * the number.
   *
   * @throws IllegalArgumentException if there is to be no thread at all
   * @throws DeviceException if this process may not start so many threads, or they are more than 4,096; none runs then
   */
  static CpuDevice cpu(int threads) {
    return CpuDevice.ofThreads(threads);
  }

  /**
   * Opens an engine to train and to infer, with fresh parameters and statistics.
   *
   * @param batch the largest batch
   * @param seed decides the parameters
   * @throws NetworkMemoryException if there is no room
   * @throws DeviceException if the network was compiled without a program for this kind of device
   * @throws IllegalStateException if the device is closed
   */
  Engine open(Programs programs, int batch, long seed);

  /**
   * Opens an engine for inference alone; parameters and statistics are zero until they are written.
   *
   * @param shared whether others {@link Engine#beside} it will run at the same time
   * @throws NetworkMemoryException if there is no room
   * @throws DeviceException as {@link #open}
   * @throws IllegalStateException if the device is closed
   */
  Engine openForInference(Programs programs, int batch, boolean shared);

  /**
   * Bytes that an engine of {@link #open} holds at this batch size: activations, workspace, parameters, gradients and
   * running statistics. The optimiser's own state comes on top.
   */
  long trainingBytes(Programs programs, int batch);

  /** Bytes that an engine of {@link #openForInference} holds at this batch size. */
  long inferenceBytes(Programs programs, int batch);

  /**
   * Does nothing.
   *
   * @throws IllegalStateException if the device is closed
   */
  void checkOpen();

  @Override
  void close();
}

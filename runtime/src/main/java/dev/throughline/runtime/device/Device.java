package dev.throughline.runtime.device;

/**
 * Where a network runs.
 *
 * <p>Several networks may share a device. Closing a network leaves its device open; closing a device ends the use of
 * its networks.
 */
public sealed interface Device extends AutoCloseable permits CpuDevice {

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

  @Override
  void close();
}

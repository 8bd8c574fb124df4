package dev.throughline.runtime.device;

/**
 * Where a network runs.
 *
 * <p>Several networks may share a device. Closing a network leaves its device open.
 */
public sealed interface Device extends AutoCloseable permits CpuDevice {

  /** All processors of this machine, shared by everyone who asks; closing it does nothing. */
  static CpuDevice cpu() {
    return CpuDevice.shared();
  }

  /**
   * A team of its own, of {@code threads} threads including the caller's. Results do not depend on
   * the number.
   */
  static CpuDevice cpu(int threads) {
    return CpuDevice.ofThreads(threads);
  }

  @Override
  void close();
}

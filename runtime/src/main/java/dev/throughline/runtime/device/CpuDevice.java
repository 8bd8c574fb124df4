package dev.throughline.runtime.device;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Locale;

/**
 * A team of threads for kernels of 10 to 1000 µs.
 *
 * <p>Results never depend on the number of threads: a kernel's units are independent or write
 * disjoint partial sums that a later kernel adds in a fixed order.
 */
public final class CpuDevice implements Device {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Team team;
  private final Cleaner.Cleanable cleanable;
  private final boolean closeable;

  private CpuDevice(int threads, boolean closeable) {
    Team created = new Team(threads);
    this.team = created;
    this.closeable = closeable;
    // A device that was dropped unclosed gives its threads back: they know the team only.
    this.cleanable = CLEANER.register(this, created::stop);
  }

  static CpuDevice ofThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "a device needs at least 1 thread, not %d: use Device.cpu() for all processors",
              threads));
    }
    return new CpuDevice(threads, true);
  }

  static CpuDevice shared() {
    return Shared.DEVICE;
  }

  /** Number of threads that run kernels, the caller's included. */
  public int threads() {
    return team.threads();
  }

  /**
   * Runs units 0 to {@code units} of a kernel, each exactly once, and returns when all are done.
   *
   * <p>Contiguous ranges are handed out as threads come free. What a kernel wrote is visible to the
   * caller afterwards, and to later kernels. If a range throws, ranges not yet begun are skipped
   * and the first exception reaches the caller. A body may not launch another kernel. Callers on
   * different threads take turns.
   */
  public void forEach(int units, Body body) {
    try {
      team.run(units, body);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Grows every thread's scratch to at least {@code floats}. */
  public void reserveScratch(int floats) {
    team.reserveScratch(floats);
  }

  /** Ends the team's threads. The shared device of {@link Device#cpu()} stays open. */
  @Override
  public void close() {
    if (closeable) {
      cleanable.clean();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "CPU, %d thread%s", threads(), threads() == 1 ? "" : "s");
  }

  /** A kernel, seen as a number of independent units. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs units {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param scratch memory of this thread alone, with unspecified contents
     */
    void run(int from, int to, float[] scratch);
  }

  private static final class Shared {
    static final CpuDevice DEVICE =
        new CpuDevice(Runtime.getRuntime().availableProcessors(), false);
  }
}

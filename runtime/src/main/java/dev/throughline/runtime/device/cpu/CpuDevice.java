package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.Programs;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A team of threads for kernels of 10 to 1000 µs.
 *
 * <p>Results never depend on the number of threads: a kernel's units are independent or write
 * disjoint partial sums that a later kernel adds in a fixed order.
 */
public final class CpuDevice implements Device {
  /** More threads than any machine has processors are a slip of the pen. */
  static final int MOST_THREADS = 4096;

  private static final Cleaner CLEANER = Cleaner.create();

  static {
    HardwareFma.warnIfMissing();
  }

  private static @Nullable CpuDevice shared;

  private final Team team;
  private final Cleaner.Cleanable cleanable;
  // Of a lane: the device that it is one of, and scratch of its own.
  private final @Nullable CpuDevice whole;
  private float[] laneScratch = {};

  private CpuDevice(Team team, boolean closeable, @Nullable CpuDevice whole) {
    this.team = team;
    this.whole = whole;
    // A device that was dropped unclosed gives its threads back: they know the team only.
    this.cleanable = closeable ? CLEANER.register(this, team::stop) : () -> {};
  }

  /** What {@link Device#cpu(int)} is. */
  public static CpuDevice ofThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "a device needs at least 1 thread, not %d: use Device.cpu() for all processors",
              threads));
    }
    if (threads > MOST_THREADS) {
      throw new DeviceException(
          String.format(Locale.ROOT,
              "a device has at most %,d threads, not %,d: use Device.cpu() for all processors",
              MOST_THREADS, threads));
    }
    return new CpuDevice(team(threads), true, null);
  }

  private static Team team(int threads) {
    KernelTier.checkSetting();
    return new Team(threads, Thread::start);
  }

  /** What {@link Device#cpu()} is. */
  // Not made by a class's initialiser: what fails there fails for good, and without its sentence.
  public static synchronized CpuDevice shared() {
    CpuDevice device = shared;
    if (device == null) {
      int processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
      device = new CpuDevice(team(processors), false, null);
      shared = device;
    }
    return device;
  }

  @Override
  public Engine open(Programs programs, int batch, long seed) {
    checkOpen();
    return CpuEngine.forTraining(this, programs.spec(), code(programs), batch, seed);
  }

  @Override
  public Engine openForInference(Programs programs, int batch, boolean shared) {
    return CpuEngine.forInference(this, programs.spec(), code(programs), batch, shared);
  }

  @Override
  public long trainingBytes(Programs programs, int batch) {
    return code(programs).plan().trainingBytes(programs.spec(), batch);
  }

  @Override
  public long inferenceBytes(Programs programs, int batch) {
    return code(programs).plan().inferenceBytes(programs.spec(), batch);
  }

  private static CpuCode code(Programs programs) {
    return programs.of(CpuCode.class, "CPU");
  }

  @Override
  public void checkOpen() {
    team.run(0, (from, to, scratch) -> {});
  }

  /**
   * This device for one of several callers that run kernels at the same time: a kernel that finds the threads busy, or
   * has one unit only, runs on its caller alone, instead of waiting for its turn. Closing a lane does nothing; a lane
   * serves one caller at a time.
   */
  public CpuDevice lane() {
    return new CpuDevice(team, false, whole == null ? this : whole);
  }

  /** Number of threads that run kernels, the caller's included. */
  public int threads() {
    return team.threads();
  }

  /**
   * Into how many parts the rows of a sample are divided: one where {@code samples} keep all threads busy, else so many
   * that every thread has one. More would be fairer, but each begins with rows that the part before it has read too.
   */
  public int parts(int samples) {
    return samples < 1 ? 1 : Math.ceilDiv(threads(), samples);
  }

  /**
   * Runs units 0 to {@code units} of a kernel, each exactly once, and returns when all are done.
   *
   * <p>Contiguous ranges are handed out as threads come free. What a kernel wrote is visible to the
   * caller afterwards, and to later kernels. If a range throws, ranges not yet begun are skipped
   * and the first exception reaches the caller. A body may not launch another kernel. Callers on
   * different threads take turns, unless each has a {@link #lane}.
   *
   * @throws IllegalStateException if the device is closed
   */
  public void forEach(int units, Body body) {
    try {
      if (whole == null) {
        team.run(units, body);
      } else {
        team.runInLane(units, body, laneScratch);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs units 0 to {@code units} of several kernels in one launch: a thread takes {@code together} units through all of
   * {@code bodies}, in their order, before it takes the next, so that what one leaves is still in the cache when another
   * reads it. So a unit may read what an earlier body has written for the same unit, and for no other.
   *
   * @throws IllegalStateException if the device is closed
   */
  public void forEach(int units, int together, Body... bodies) {
    forEach(
        units,
        (from, to, scratch) -> {
          for (int unit = from; unit < to; unit += together) {
            int end = Math.min(to, unit + together);
            for (Body body : bodies) {
              body.run(unit, end, scratch);
            }
          }
        });
  }

  /**
   * Grows every thread's scratch to at least {@code floats}.
   *
   * @throws DeviceException if the heap is too small; some may have grown then
   */
  public void reserveScratch(int floats) {
    team.reserveScratch(floats);
    if (whole != null && laneScratch.length < floats) {
      laneScratch = Team.scratch(floats, 1);
    }
  }

  /**
   * Ends the team's threads, after the kernel that is running; whatever is launched later is refused. Closing twice is
   * closing once. The shared device of {@link Device#cpu()} stays open.
   */
  @Override
  public void close() {
    team.checkOutsideKernel(
        "a kernel cannot close its device: close it after the kernel has returned");
    cleanable.clean();
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
}

package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.cpu.CpuDevice.Body;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fork and join for kernels, without allocation and, while kernels follow each other closely,
 * without a system call.
 *
 * <p>Units are claimed in ranges, which {@link Shares} deals. The fields that describe a launch are rewritten only after
 * all its units are done, hence after its last range was claimed; so whoever claims a range of launch L read the
 * description of L, even if it slept through other launches before.
 */
final class Team {
  private static final VarHandle PENDING;
  private static final VarHandle FAILURE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PENDING = lookup.findVarHandle(Team.class, "pending", int.class);
      FAILURE = lookup.findVarHandle(Team.class, "failure", Throwable.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Ranges a thread gets on average: enough that a slow core ends with the others. */
  private static final int RANGES_PER_THREAD = 8;

  /** Longer than the gap between two kernels of a step, shorter than a scheduler's slice. */
  private static final long SPIN_NANOS = 50_000;

  private static final int PAUSES_PER_CLOCK_READ = 32;
  private static final Body IDLE = (from, to, floats) -> {};

  private final Worker[] workers;
  private final float[][] scratch;
  private final long spinNanos;
  private final ReentrantLock turn = new ReentrantLock();
  private final Shares shares;

  // The launch. Written by the caller before its number, read by whoever saw the number.
  private Body body = IDLE;
  private int units;
  private int grain;

  private volatile int launch;
  private volatile int pending;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread joining;
  private volatile boolean stopped;

  /**
   * A team whose threads wait for work.
   *
   * @param starter starts a thread
   * @throws DeviceException if not all threads can be started; none runs then
   */
  Team(int threads, Consumer<Thread> starter) {
    workers = new Worker[threads - 1];
    scratch = new float[threads][0];
    shares = new Shares(threads);
    // With more threads than processors, a spinning thread takes the core of the one it waits for.
    spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    int started = 0;
    try {
      for (int i = 0; i < workers.length; i++) {
        workers[i] = new Worker(i + 1);
        starter.accept(workers[i]);
        started++;
      }
    } catch (OutOfMemoryError e) { // of native threads, most often
      endThreads(started);
      throw new DeviceException(
          String.format(Locale.ROOT,
              "only %d of %d threads could be started: use Device.cpu(n) with a smaller n, or raise the"
                  + " limit of threads (ulimit -u)",
              started + 1, threads),
          e);
    }
  }

  int threads() {
    return workers.length + 1;
  }

  void reserveScratch(int floats) {
    checkOutsideKernel("a kernel cannot reserve scratch: do it before the launch");
    turn.lock();
    try {
      checkOpen();
      for (int i = 0; i < scratch.length; i++) {
        if (scratch[i].length < floats) {
          scratch[i] = scratch(floats, scratch.length);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Scratch of one of {@code threads} threads. */
  static float[] scratch(int floats, int threads) {
    try {
      return new float[floats];
    } catch (OutOfMemoryError e) {
      throw new DeviceException(
          String.format(Locale.ROOT,
              "the heap has no room for %,d floats of scratch for each of %d threads: use fewer threads,"
                  + " or a larger heap (java -Xmx)",
              floats, threads),
          e);
    }
  }

  void run(int count, Body kernel) {
    checkLaunch(count);
    turn.lock();
    try {
      checkOpen();
      if (workers.length == 0 || count < 2) {
        if (count > 0) {
          kernel.run(0, count, scratch[0]);
        }
      } else {
        runTogether(count, kernel, scratch[0]);
      }
    } finally {
      turn.unlock();
    }
  }

  /** {@link #run} by one of several callers at the same time, who bring scratch of their own. */
  void runInLane(int count, Body kernel, float[] floats) {
    checkLaunch(count);
    if (workers.length > 0 && count > 1 && turn.tryLock()) {
      try {
        checkOpen();
        runTogether(count, kernel, floats);
      } finally {
        turn.unlock();
      }
      return;
    }
    checkOpen();
    if (count > 0) {
      kernel.run(0, count, floats);
    }
  }

  private void runTogether(int count, Body kernel, float[] floats) {
    fork(count, kernel);
    work(launch, 0, floats);
    join();
  }

  private void checkLaunch(int count) {
    checkOutsideKernel(
        "a kernel was launched from within a kernel: launch it after the first has returned");
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a kernel cannot have %d units", count));
    }
  }

  /** A call from within a kernel would wait for the end of the kernel that waits for it. */
  void checkOutsideKernel(String otherwise) {
    if (Thread.currentThread() instanceof Worker || turn.isHeldByCurrentThread()) {
      throw new IllegalStateException(otherwise);
    }
  }

  private void checkOpen() {
    if (stopped) {
      throw new IllegalStateException(
          "the device is closed: close it after the last network that uses it");
    }
  }

  private void fork(int count, Body kernel) {
    body = kernel;
    units = count;
    grain =
        Math.max(count / (threads() * RANGES_PER_THREAD), Math.ceilDiv(count, Shares.MOST_RANGES));
    pending = count;
    int ranges = Math.ceilDiv(count, grain);
    int useful = Math.min(workers.length, ranges - 1);
    int number = launch + 1;
    shares.deal(number, ranges, useful + 1);
    launch = number;
    for (int i = 0; i < useful; i++) {
      workers[i].wake();
    }
  }

  /** Claims and runs ranges of launch {@code seen} until none is left. */
  private void work(int seen, int slot, float[] floats) {
    while (true) {
      Body kernel = body;
      int all = units;
      int each = grain;
      int range = shares.claim(seen, slot);
      if (range < 0) {
        return;
      }
      int from = range * each;
      int claim = Math.min(each, all - from);
      try {
        if (failure == null) {
          kernel.run(from, from + claim, floats);
        }
      } catch (Throwable t) {
        FAILURE.compareAndSet(this, null, t);
      } finally {
        finished(claim);
      }
    }
  }

  private void finished(int count) {
    if ((int) PENDING.getAndAdd(this, -count) == count) {
      Thread waiting = joining;
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private void join() {
    if (pending != 0 && !spinWhilePending()) {
      joining = Thread.currentThread();
      boolean interrupted = false;
      while (pending != 0) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // an interrupted thread would never park again
      }
      joining = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    body = IDLE; // a kernel's buffers must not outlive it through the team
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(thrown);
      }
    }
  }

  private boolean spinWhilePending() {
    long until = System.nanoTime() + spinNanos;
    do {
      for (int i = 0; i < PAUSES_PER_CLOCK_READ; i++) {
        if (pending == 0) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - until < 0);
    return pending == 0;
  }

  void stop() {
    turn.lock();
    try {
      endThreads(workers.length);
    } finally {
      turn.unlock();
    }
  }

  private void endThreads(int started) {
    stopped = true;
    for (int i = 0; i < started; i++) {
      LockSupport.unpark(workers[i]);
    }
  }

  /** A thread that waits for a new launch number, helps, and waits again. */
  private final class Worker extends Thread {
    private final int slot;
    private volatile boolean parked;

    Worker(int slot) {
      super("throughline-cpu-" + slot);
      this.slot = slot;
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        parked = false;
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      int helped = 0;
      while (true) {
        int seen = await(helped);
        if (stopped) {
          return;
        }
        helped = seen;
        work(seen, slot, scratch[slot]);
      }
    }

    /** Waits until the launch number differs from {@code helped} or the team stops. */
    private int await(int helped) {
      long until = System.nanoTime() + spinNanos;
      do {
        for (int i = 0; i < PAUSES_PER_CLOCK_READ; i++) {
          int now = launch;
          if (now != helped || stopped) {
            return now;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() - until < 0);
      while (true) {
        parked = true;
        int now = launch;
        if (now != helped || stopped) {
          parked = false;
          return now;
        }
        LockSupport.park(Team.this);
        Thread.interrupted(); // nobody's business but the team's
      }
    }
  }
}

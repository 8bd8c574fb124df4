package dev.throughline.runtime.device.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Gets the tiles of vector kernels compiled before they are needed.
 *
 * <p>A network has a handful of tiles in which nearly all its time goes, and HotSpot compiles what is called
 * often, however little each call does. So a tile is called a few thousand times on a few numbers: some 50
 * ms each, where running whole kernels until they are warm takes seconds.
 */
public final class WarmUp {
  /** How often a tile repeats the products it is told to sum. */
  private static final int ROWS = 2;

  /** Floats that the arrays of a tile must have here, at least. */
  public static final int FLOATS = 8192;

  /** Interpreted calls come first, and are slow: they do as little as possible. */
  private static final int SHORT_CALLS = 300;

  private static final int SHORT_RUN = 1;
  private static final int RUN = 12;
  private static final int CALLS_PER_CHECK = 250;
  private static final int TIMED_RUN = 32;

  /** Compiled, a vector of sums takes 0.3 to 1 ns a step; before, 20 or more. */
  private static final double COMPILED_NANOS = 4;

  private static final long PATIENCE_NANOS = 2_000_000_000;

  private static final int MOST_SECONDS = 5;

  private static final AtomicInteger running = new AtomicInteger();
  private static volatile CountDownLatch last = new CountDownLatch(0);

  private final Runnable tiles;
  private final AtomicBoolean started = new AtomicBoolean();

  /** Of one network: {@code tiles} calls {@link #tile} for each tile. */
  public WarmUp(Runnable tiles) {
    this.tiles = tiles;
  }

  /**
   * Runs the tiles on a thread of its own, the first time.
   *
   * <p>To be called once the network has its memory. Before, it would compete for it, and a class whose
   * initialisation runs out of memory is lost until the virtual machine ends.
   */
  public void start() {
    if (KernelTier.vectorsAllowed() && started.compareAndSet(false, true)) {
      afterOthers(tiles);
    }
  }

  private static synchronized void afterOthers(Runnable tiles) {
    CountDownLatch before = last;
    CountDownLatch done = new CountDownLatch(1);
    last = done;
    running.incrementAndGet();
    Thread thread =
        new Thread(
            () -> {
              try {
                before.await();
                tiles.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (OutOfMemoryError | ExceptionInInitializerError e) {
                leaveCold(e);
              } finally {
                ended(done);
              }
            },
            "throughline-warm-up");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no thread is left: whoever asks for the network shall hear of it, not we
      leaveCold(e);
      ended(done);
    }
  }

  private static void ended(CountDownLatch done) {
    running.decrementAndGet();
    done.countDown();
  }

  /** Nothing depends on warm tiles but the speed of the first seconds. */
  private static void leaveCold(Error e) {
    System.getLogger(WarmUp.class.getName())
        .log(System.Logger.Level.DEBUG, "tiles are compiled as they are used", e);
  }

  static boolean isRunning() {
    return running.get() > 0;
  }

  /**
   * Waits until what was started is done, but not for ever.
   *
   * <p>Worth it before a training step: a tile takes 50 ms to compile, a step of twins seconds, and while
   * they run they take the processors from HotSpot.
   */
  public static void await() {
    try {
      boolean done = last.await(MOST_SECONDS, TimeUnit.SECONDS);
      if (!done) {
        System.getLogger(WarmUp.class.getName())
            .log(System.Logger.Level.DEBUG, "tiles are not compiled yet; twins run meanwhile");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Calls {@code tile} until it is compiled.
   *
   * @param tile computes two rows of sums of as many products as it is told
   * @param vectors how many vectors of sums it computes
   */
  public static void tile(IntConsumer tile, int vectors) {
    long begin = System.nanoTime();
    for (int i = 0; i < SHORT_CALLS; i++) {
      tile.accept(SHORT_RUN);
    }
    do {
      for (int i = 0; i < CALLS_PER_CHECK; i++) {
        tile.accept(RUN);
      }
    } while (nanosPerVector(tile, vectors) > COMPILED_NANOS
        && System.nanoTime() - begin < PATIENCE_NANOS);
  }

  /** The best of a few calls, as other threads disturb some. */
  private static double nanosPerVector(IntConsumer tile, int vectors) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      long begin = System.nanoTime();
      tile.accept(TIMED_RUN);
      best = Math.min(best, System.nanoTime() - begin);
    }
    return (double) best / (ROWS * TIMED_RUN * vectors);
  }
}

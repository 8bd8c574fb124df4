package dev.throughline.runtime.device.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gets the tiles of vector kernels compiled before they are needed.
 *
 * <p>A network has a handful of tiles in which nearly all its time goes, and HotSpot compiles what is called
 * often, however little each call does. So a tile is called a few thousand times on a few numbers: some 50
 * ms each, where running whole kernels until they are warm takes seconds. Where one form of kernels is set to run always,
 * it runs from the start.
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
  private static volatile @Nullable WarmUp last;

  /** Of a thread that goes through tiles which others may have taken. */
  private static final ScopedValue<Turn> TURN = ScopedValue.newInstance();

  private final Runnable tiles;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger nextTile = new AtomicInteger();

  /** Of one network: {@code tiles} calls {@link #tile} for each tile, in the same order every time. */
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
    if (KernelTier.areOpen() && started.compareAndSet(false, true)) {
      afterOthers(this);
    }
  }

  private static synchronized void afterOthers(WarmUp warmUp) {
    WarmUp before = last;
    last = warmUp;
    running.incrementAndGet();
    Thread thread =
        new Thread(
            () -> {
              try {
                if (before != null) {
                  before.done.await();
                }
                warmUp.callTiles();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                warmUp.ended();
              }
            },
            "throughline-warm-up");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // no thread is left: whoever asks for the network shall hear of it, not we
      leaveCold(e);
      warmUp.ended();
    }
  }

  /** Calls the tiles that no other thread has taken. */
  private void callTiles() {
    try {
      ScopedValue.where(TURN, new Turn(nextTile)).run(tiles);
    } catch (OutOfMemoryError | ExceptionInInitializerError e) {
      leaveCold(e);
    }
  }

  /** A thread's way through the tiles. */
  private static final class Turn {
    private final AtomicInteger next;
    private int at;

    Turn(AtomicInteger next) {
      this.next = next;
    }

    boolean takesTile() {
      int tile = at++;
      return next.compareAndSet(tile, tile + 1);
    }
  }

  private void ended() {
    running.decrementAndGet();
    done.countDown();
    forget(this);
  }

  /** The tiles belong to classes that may be unloaded with their network's. */
  private static synchronized void forget(WarmUp ended) {
    if (last == ended) {
      last = null;
    }
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
   * Waits until what was started is done, but not for ever, and helps with it: most of the time goes in calls that are
   * interpreted, not in HotSpot's threads.
   *
   * <p>Worth it before a training step: a tile takes 50 ms to compile, a step of twins seconds, and while
   * they run they take the processors from HotSpot.
   */
  public static void await() {
    WarmUp warmUp = last;
    if (warmUp == null || warmUp.done.getCount() == 0) {
      return;
    }
    warmUp.callTiles();
    try {
      boolean done = warmUp.done.await(MOST_SECONDS, TimeUnit.SECONDS);
      if (!done) {
        System.getLogger(WarmUp.class.getName())
            .log(System.Logger.Level.DEBUG, "tiles are not compiled yet; twins run meanwhile");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Calls {@code tile} until it is compiled, unless another thread has taken it.
   *
   * @param tile computes two rows of sums of as many products as it is told
   * @param vectors how many vectors of sums it computes
   */
  public static void tile(IntConsumer tile, int vectors) {
    if (TURN.isBound() && !TURN.get().takesTile()) {
      return;
    }
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

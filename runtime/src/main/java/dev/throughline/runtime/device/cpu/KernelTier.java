package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.message.Quote;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides, kernel by kernel, whether the vector form or its scalar twin runs.
 *
 * <p>Both give the same bits, so a kernel may change over at any time, even within a batch. The twin
 * is fast from the first call on; a vector form is slow until HotSpot has compiled it. A kernel made
 * of tiles therefore runs its twin until the {@link WarmUp} of tiles is done. Of any other kernel the
 * vector form is tried on a unit now and then, and kept once it was faster twice in a row. From then
 * on the decision costs one read of a field a launch.
 *
 * <p>The property {@code throughline.kernels} can be {@code auto} (as told), {@code vector} (always)
 * or {@code twin} (always).
 */
public final class KernelTier {
  private static final String SETTING = System.getProperty("throughline.kernels", "auto");
  private static final String FIX = "start Java with --add-modules jdk.incubator.vector";
  private static final Mode MODE = Mode.read();

  private static final int WINS_NEEDED = 2;

  /** Time a kernel may spend on trials, beside half of what its twin took. */
  private static final long TRIAL_NANOS = 20_000_000;

  /** After so much time on trials without a win, the twin stays. */
  private static final long GIVE_UP_NANOS = 2_000_000_000;

  private final String kernel;
  private final boolean tiled;
  private final AtomicBoolean trying = new AtomicBoolean();

  // Racy on purpose: a thread that reads an old value runs the other form, which gives the same bits.
  private Choice choice;
  private int wins;
  private boolean vectorIsNext = true;
  private double twinNanosPerUnit;
  private long trialNanos;
  private long twinNanos;

  private enum Choice {
    UNDECIDED,
    VECTOR,
    TWIN
  }

  private enum Mode {
    AUTO,
    VECTOR,
    TWIN;

    static Mode read() {
      Mode wanted =
          switch (SETTING) {
            case "twin" -> TWIN;
            case "vector" -> VECTOR;
            default -> AUTO; // an unknown setting is refused when a device is made
          };
      if (wanted != TWIN && !vectorsAreThere()) {
        System.getLogger(KernelTier.class.getName())
            .log(System.Logger.Level.WARNING,
                "kernels run as plain loops, many times slower: " + FIX);
        return TWIN;
      }
      return wanted;
    }
  }

  private static boolean vectorsAreThere() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /**
   * Fails if the property asks for what there is not. Not when this class is initialised, which the first network
   * does: its class would be lost, and the sentence in a cause.
   */
  static void checkSetting() {
    switch (SETTING) {
      case "auto", "twin" -> {}
      case "vector" -> {
        if (!vectorsAreThere()) {
          throw new DeviceException("throughline.kernels is vector, but there are none: " + FIX);
        }
      }
      default ->
          throw new DeviceException(
              "throughline.kernels is %s: use auto, vector or twin"
                  .formatted(Quote.name(SETTING)));
    }
  }

  private KernelTier(String kernel, boolean tiled) {
    this.kernel = kernel;
    this.tiled = tiled;
    this.choice =
        switch (MODE) {
          case AUTO -> Choice.UNDECIDED;
          case VECTOR -> Choice.VECTOR;
          case TWIN -> Choice.TWIN;
        };
  }

  /** For a kernel, by its name; one for all its launches. */
  public static KernelTier of(String kernel) {
    return new KernelTier(kernel, false);
  }

  /** For a kernel whose time goes in tiles that {@link WarmUp} knows. */
  public static KernelTier ofTiles(String kernel) {
    return new KernelTier(kernel, true);
  }

  /** Whether each kernel has yet to choose between its forms, rather than always to run the same one. */
  static boolean areOpen() {
    return MODE == Mode.AUTO;
  }

  /** What to launch: one of both forms, or while that is open, some of each. */
  public CpuDevice.Body choose(CpuDevice.Body vector, CpuDevice.Body twin) {
    return switch (choice) {
      case VECTOR -> vector;
      case TWIN -> twin;
      case UNDECIDED -> undecided(vector, twin);
    };
  }

  private CpuDevice.Body undecided(CpuDevice.Body vector, CpuDevice.Body twin) {
    if (WarmUp.isRunning()) {
      return twin;
    }
    if (tiled) {
      choice = Choice.VECTOR;
      return vector;
    }
    return (from, to, scratch) -> compare(vector, twin, from, to, scratch);
  }

  private void compare(
      CpuDevice.Body vector, CpuDevice.Body twin, int from, int to, float[] scratch) {
    if (choice == Choice.VECTOR) {
      vector.run(from, to, scratch);
      return;
    }
    if (!trying.compareAndSet(false, true)) {
      twin.run(from, to, scratch);
      return;
    }
    try {
      int tried = 0;
      double vectorNanosPerUnit = 0;
      if (vectorIsNext && trialNanos <= TRIAL_NANOS + twinNanos / 2) {
        tried = 1;
        vectorNanosPerUnit = time(vector, from, from + tried, scratch);
        trialNanos += (long) vectorNanosPerUnit;
      }
      int rest = to - from - tried;
      if (rest > 0) {
        long nanos = time(twin, from + tried, to, scratch);
        twinNanos += nanos;
        twinNanosPerUnit = (double) nanos / rest;
      }
      // A slice of one unit is given to one form after the other.
      vectorIsNext = rest > 0;
      if (tried > 0 && twinNanosPerUnit > 0) {
        judge(vectorNanosPerUnit < twinNanosPerUnit);
      }
    } finally {
      trying.set(false);
    }
  }

  private static long time(CpuDevice.Body body, int from, int to, float[] scratch) {
    long begin = System.nanoTime();
    body.run(from, to, scratch);
    return System.nanoTime() - begin;
  }

  private void judge(boolean won) {
    wins = won ? wins + 1 : 0;
    if (wins == WINS_NEEDED) {
      choice = Choice.VECTOR;
    } else if (trialNanos > GIVE_UP_NANOS) {
      choice = Choice.TWIN;
    }
  }

  @Override
  public String toString() {
    return kernel + ": " + choice.name().toLowerCase(Locale.ROOT);
  }
}

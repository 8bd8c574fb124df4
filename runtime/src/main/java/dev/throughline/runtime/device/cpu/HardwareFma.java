package dev.throughline.runtime.device.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether {@link Math#fma} is an instruction. All kernels are made of it; where it is not, Java computes it exactly
 * with big decimals, a hundred times slower.
 */
final class HardwareFma {
  /** An instruction takes a few nanoseconds, some 50 uncompiled; big decimals take 300 or more even compiled. */
  private static final long SLOW_NANOS = 200;

  private static final int CALLS = 16;
  private static final int TRIES = 200;

  private HardwareFma() {}

  /** Says so if it is missing; called once, when the first device is made. */
  static void warnIfMissing() {
    // The exact answer takes 50 ms to ask for: only who looks slow is asked.
    if (looksSlow() && !isThere()) {
      System.getLogger(HardwareFma.class.getName())
          .log(System.Logger.Level.WARNING,
              "this Java machine computes a fused multiply-add without an instruction, so everything"
                  + " runs a hundred times slower: use a processor with FMA (x86 of 2013 or later),"
                  + " or leave out -XX:-UseFMA");
    }
  }

  /** The best of many tries, as others disturb some. */
  private static boolean looksSlow() {
    float sum = 0.1f;
    for (int i = 0; i < TRIES; i++) {
      long begin = System.nanoTime();
      for (int call = 0; call < CALLS; call++) {
        sum = Math.fma(sum, 0.7f, 0.1f);
      }
      if (System.nanoTime() - begin < CALLS * SLOW_NANOS) {
        return false;
      }
    }
    return sum > 0; // always: the sum is used, so that it is computed
  }

  /** What the machine itself says; no, if it does not tell. */
  private static boolean isThere() {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return machine != null && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException | LinkageError e) { // another machine, or no such module
      return false;
    }
  }
}

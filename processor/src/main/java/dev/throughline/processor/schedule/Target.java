package dev.throughline.processor.schedule;

import java.util.Locale;

/**
 * What a schedule may know of a machine.
 *
 * @param registers for vectors
 * @param lanes of single precision in one of them
 * @param nearCache bytes of the first-level data cache of a core
 * @param cache bytes of its second-level cache
 * @param largestBuffer elements that one buffer holds at most
 * @param launchMicros what it costs to start a kernel and to wait for its end, in microseconds
 * @param gigaflops that a core reaches in fused multiply-adds, 10⁹ a second
 * @param gigabytes that a core moves from and to memory, 10⁹ a second
 */
public record Target(
    String name,
    int registers,
    int lanes,
    int nearCache,
    int cache,
    long largestBuffer,
    double launchMicros,
    double gigaflops,
    double gigabytes) {
  /** Elements of a Java array at most. */
  private static final long ARRAY = Integer.MAX_VALUE - 8L;

  /** A laptop or server with AVX2: measured on Zen 3. */
  public static final Target AVX2 =
      new Target("AVX2", 16, 8, 32 << 10, 512 << 10, ARRAY, 4, 109, 15);

  /** A server with AVX-512: measured on Zen 4. */
  public static final Target AVX512 =
      new Target("AVX-512", 32, 16, 32 << 10, 1 << 20, ARRAY, 4, 117, 15);

  /** A machine with NEON; its rates are those that Apple gives for an M1, not measured here. */
  public static final Target NEON =
      new Target("NEON", 32, 4, 64 << 10, 1 << 20, ARRAY, 4, 102, 30);

  /**
   * How long one thread takes for {@code cost} if nothing but arithmetic or memory holds it up: {@code 12.3 µs a
   * sample}.
   */
  String predicted(Cost cost) {
    String once = micros(cost.flops(), cost.bytes());
    String each = micros(cost.flopsPerSample(), cost.bytesPerSample()) + " a sample";
    return cost.isPerSample() ? cost.isFixed() ? once + " and " + each : each : once;
  }

  private String micros(long flops, long bytes) {
    double nanos = Math.max(flops / gigaflops, bytes / gigabytes);
    return String.format(Locale.ROOT, "%.2f µs", nanos / 1000);
  }
}

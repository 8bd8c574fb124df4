package dev.throughline.processor.diagnostic;

import java.util.Locale;

/** Numbers in messages: the same whatever the user's language. */
public final class Numbers {
  private static final double MEBIBYTE = 1 << 20;

  private Numbers() {}

  /** {@code 1,048,576}. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 12.5 MiB}; more places for little. */
  public static String mebibytes(double bytes) {
    double value = bytes / MEBIBYTE;
    return String.format(Locale.ROOT, value < 1 ? "%.3f MiB" : "%.1f MiB", value);
  }
}

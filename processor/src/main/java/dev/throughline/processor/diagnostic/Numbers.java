package dev.throughline.processor.diagnostic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in messages: the same whatever the user's language. */
public final class Numbers {
  private static final double MEBIBYTE = 1 << 20;

  private Numbers() {}

  /** {@code 1,048,576}. */
  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Three digits: {@code 22.6}, {@code 0.354}, {@code 8.63e-5}. */
  public static String significant(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 0.001 || size >= 1000)) {
      return String.format(Locale.ROOT, "%.2e", value).replaceFirst("e\\+?(-?)0*", "e$1");
    }
    String digits = new BigDecimal(value).round(new MathContext(3)).toPlainString();
    return digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
  }

  /** {@code 12.5 MiB}; more places for little. */
  public static String mebibytes(double bytes) {
    double value = bytes / MEBIBYTE;
    return String.format(Locale.ROOT, value < 1 ? "%.3f MiB" : "%.1f MiB", value);
  }
}

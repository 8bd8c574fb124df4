package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.diagram.Superscript;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/** Numbers and names as a page writes them: the same whatever the user's language. */
final class Words {
  /** A space at which no line ends. */
  static final char NO_BREAK = '\u00a0';

  private static final double MEBIBYTE = 1 << 20;

  private Words() {}

  /** {@code 269,722}. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 269,722}, or a dash for nothing. */
  static String groupedOrDash(long value) {
    return value == 0 ? "–" : grouped(value);
  }

  /** {@code 81.1 million}, exact below ten thousand. */
  static String millions(long value) {
    return value < 10_000
        ? grouped(value)
        : String.format(Locale.ROOT, value < 1_000_000 ? "%.3f million" : "%,.1f million",
            value / 1e6);
  }

  /** {@code 198,451,200 (189.3 MiB)}. */
  static String bytes(long value) {
    double mebibytes = value / MEBIBYTE;
    String format = mebibytes < 1 ? "%,d (%.3f MiB)" : "%,d (%,.1f MiB)";
    return String.format(Locale.ROOT, format, value, mebibytes);
  }

  /** {@code 2}, or {@code 0–2}. */
  static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + "–" + last;
  }

  /** {@code 65,536 n + 64}: what grows with the batch, and what does not. */
  static String overBatch(long perSample, long fixed) {
    if (perSample == 0) {
      return groupedOrDash(fixed);
    }
    return grouped(perSample) + NO_BREAK + "n"
        + (fixed == 0 ? "" : " +" + NO_BREAK + grouped(fixed));
  }

  /** {@code 1 kernel}, {@code 2 kernels}. */
  static String count(long number, String thing) {
    return grouped(number) + " " + thing + (number == 1 ? "" : thing.endsWith("ch") ? "es" : "s");
  }

  /** Likewise of any number. */
  static String count(BigInteger number, String thing) {
    return number.bitLength() < 31
        ? count(number.intValue(), thing)
        : large(number) + " " + thing + "s";
  }

  /** {@code 7}, or {@code 5 to 34}. */
  static String span(int least, int most) {
    return least == most ? String.valueOf(least) : least + " to " + most;
  }

  /** {@code 65,536}, or {@code 1.8 · 10¹⁶} above ten million. */
  static String large(BigInteger value) {
    return value.bitLength() < 24 ? grouped(value.intValue()) : power(new BigDecimal(value));
  }

  /** {@code 1}, {@code 0.707} or {@code 9.5 · 10⁻⁷}; a dash for what has no bound. */
  static String factor(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return "–";
    }
    BigDecimal exact = new BigDecimal(value).round(new MathContext(3));
    boolean plain = value == 0 || Math.abs(value) >= 0.001 && Math.abs(value) < 100_000;
    return plain ? exact.stripTrailingZeros().toPlainString() : power(exact);
  }

  private static String power(BigDecimal value) {
    BigDecimal rounded = value.round(new MathContext(2));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = rounded.movePointLeft(exponent).toPlainString();
    return digits + NO_BREAK + "·" + NO_BREAK + "10" + Superscript.of(exponent);
  }
}

package dev.throughline.processor.emit;

/** Floats as Java writes them. */
public final class FloatLiteral {
  private FloatLiteral() {}

  /** {@code 0.5f}; {@code 2f} of a whole number. */
  public static String of(float value) {
    if (Float.isNaN(value)) {
      return "Float.NaN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    if (value == (int) value && Math.abs(value) < 1e6
        && Float.floatToIntBits(value) != 0x80000000) {
      return (int) value + "f";
    }
    return value + "f";
  }
}

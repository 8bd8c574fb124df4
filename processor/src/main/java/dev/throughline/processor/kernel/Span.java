package dev.throughline.processor.kernel;

/**
 * The values of an index over all iterations and all sizes of the batch: from {@code low} to {@code perBatch · n +
 * high}, n being the size of the batch.
 */
record Span(long low, long perBatch, long high) {
  /** One value. */
  static Span of(long value) {
    return new Span(value, 0, value);
  }

  /** {@code 0 … extent − 1}. */
  static Span below(long extent) {
    return new Span(0, 0, extent - 1);
  }

  /** {@code 0 … n − 1}. */
  static Span samples() {
    return new Span(0, 1, -1);
  }

  Span plus(Span other) {
    return new Span(low + other.low, perBatch + other.perBatch, high + other.high);
  }

  /** All values times {@code factor}; what grows with the batch is never subtracted. */
  Span times(long factor) {
    if (factor >= 0) {
      return new Span(low * factor, perBatch * factor, high * factor);
    }
    if (perBatch != 0) {
      throw new IllegalArgumentException("an index that shrinks with the batch");
    }
    return new Span(high * factor, 0, low * factor);
  }

  /** The whole part of all values, which are not negative and do not grow with the batch, over {@code divisor}. */
  Span over(long divisor) {
    if (perBatch != 0) {
      throw new IllegalArgumentException("a quotient that grows with the batch");
    }
    return new Span(low / divisor, 0, high / divisor);
  }

  /** From the least of these values to the largest of {@code last}. */
  Span to(Span last) {
    return new Span(low, last.perBatch, last.high);
  }

  /** The smaller of one of these values and one of {@code other}. */
  Span least(Span other) {
    return new Span(
        Math.min(low, other.low), Math.min(perBatch, other.perBatch), Math.min(high, other.high));
  }

  /** The larger of one of these values and one of {@code other}. */
  Span most(Span other) {
    return new Span(
        Math.max(low, other.low), Math.max(perBatch, other.perBatch), Math.max(high, other.high));
  }

  /** Whether no value is negative. */
  boolean isFromZero() {
    return low >= 0;
  }

  /** Whether all values are below {@code perSample · n}, or below {@code perSample} unless {@code batched}. */
  boolean isBelow(long perSample, boolean batched) {
    // Both sides grow with n at fixed rates, so the batch of one decides if this side grows no faster.
    return perBatch <= (batched ? perSample : 0) && perBatch + high < perSample;
  }

  /** {@code −4 and 12·n + 3}. */
  @Override
  public String toString() {
    return perBatch == 0 ? low + " and " + high : "%s and %s·n + %s".formatted(low, perBatch, high);
  }
}

package dev.throughline.processor.gradientflow;

/** The numbers from {@code low} to {@code high}; as a factor, zero times infinity is zero. */
record Interval(double low, double high) {
  static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  static final Interval ZERO = of(0);
  static final Interval ONE = of(1);

  static Interval of(double value) {
    return new Interval(value, value);
  }

  /** The numbers between two ends in any order. */
  static Interval between(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? ALL : new Interval(Math.min(a, b), Math.max(a, b));
  }

  boolean isZero() {
    return low == 0 && high == 0;
  }

  /** The largest absolute value. */
  double magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  double middle() {
    return low / 2 + high / 2;
  }

  Interval negate() {
    return new Interval(-high, -low);
  }

  Interval plus(Interval b) {
    return between(low + b.low, high + b.high);
  }

  Interval minus(Interval b) {
    return plus(b.negate());
  }

  Interval times(Interval b) {
    double p = product(low, b.low);
    double q = product(low, b.high);
    double r = product(high, b.low);
    double s = product(high, b.high);
    return new Interval(
        Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
  }

  private static double product(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  Interval square() {
    double least = low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high));
    return new Interval(least * least, magnitude() * magnitude());
  }

  /** {@code 1/x}; anything where zero is inside. */
  Interval reciprocal() {
    if (low < 0 && high > 0 || isZero()) {
      return ALL;
    }
    // An end at zero is approached from within.
    double a = low == 0 ? Double.POSITIVE_INFINITY : 1 / low;
    double b = high == 0 ? Double.NEGATIVE_INFINITY : 1 / high;
    return between(a, b);
  }

  /** What is in either. */
  Interval or(Interval b) {
    return new Interval(Math.min(low, b.low), Math.max(high, b.high));
  }
}

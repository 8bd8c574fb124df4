package dev.throughline.runtime.kernel;

/** Sums, limits and counts over ranges of floats, each in one fixed order, so that the same floats give the same bits. */
public final class Measures {
  private Measures() {}

  /** The sum of squares, in double, one after another. */
  public static double squares(float[] x, int from, int to) {
    return squares(x, from, 1, to - from, to - from);
  }

  /** The sum of squares of {@code count} rows, {@code pitch} floats apart, in double, one after another. */
  public static double squares(float[] x, int from, int count, int width, int pitch) {
    double sum = 0;
    for (int row = 0; row < count; row++) {
      int at = from + row * pitch;
      for (int i = at; i < at + width; i++) {
        sum += (double) x[i] * x[i];
      }
    }
    return sum;
  }

  /** The sum of squares of {@code x - before}, in double, one after another. */
  public static double squaredChange(
      float[] x, int xAt, float[] before, int beforeAt, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double change = (double) x[xAt + i] - before[beforeAt + i];
      sum += change * change;
    }
    return sum;
  }

  /** Moves each value into {@code ± limit}; returns the last one that was not finite, or 0. */
  public static float clip(float[] x, int from, int to, float limit) {
    float bad = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(x[i])) {
        bad = x[i];
      }
      x[i] = Math.clamp(x[i], -limit, limit);
    }
    return bad;
  }

  /** How many of {@code features} are zero in each of {@code count} rows, {@code pitch} floats apart. */
  public static int dead(float[] x, int from, int count, int features, int pitch) {
    boolean[] alive = new boolean[features];
    for (int row = 0; row < count; row++) {
      int at = from + row * pitch;
      for (int k = 0; k < features; k++) {
        alive[k] |= x[at + k] != 0;
      }
    }
    int dead = 0;
    for (boolean one : alive) {
      dead += one ? 0 : 1;
    }
    return dead;
  }
}

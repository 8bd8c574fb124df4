package dev.throughline.samples.proof;

import dev.throughline.runtime.tensor.Philox;

/**
 * A tensor in 32 numbers, so that the distance of two tensors is about that of their sketches: element i goes to one
 * of 32 buckets with a sign, as a hash of i says (Charikar, Chen and Farach-Colton 2002). Of a tensor that is no longer,
 * its elements. The twin of {@code sketch} in {@code recording.py}.
 */
final class CountSketch {
  static final int BUCKETS = 32;

  private CountSketch() {}

  static double[] of(float[] values) {
    double[] buckets = new double[BUCKETS];
    for (int i = 0; i < values.length; i++) {
      long hash = values.length <= BUCKETS ? i : Philox.derive(0, i);
      buckets[(int) (hash & (BUCKETS - 1))] += hash < 0 ? -values[i] : values[i];
    }
    return buckets;
  }

  /** {@code ‖a − b‖}. */
  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}

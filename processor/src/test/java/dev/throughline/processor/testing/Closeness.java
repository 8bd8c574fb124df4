package dev.throughline.processor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Comparisons of tensors, whose failures name the worst element. */
public final class Closeness {
  private Closeness() {}

  /** Every element within {@code tolerance · max(1, |expected|)}; NaN equals NaN. */
  public static void assertClose(
      String what, double[] expected, double[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what + ": number of elements");
    int worst = -1;
    double largest = 1;
    for (int i = 0; i < expected.length; i++) {
      if (Double.compare(expected[i], actual[i]) == 0) {
        continue;
      }
      double error =
          Math.abs(expected[i] - actual[i]) / (tolerance * Math.max(1, Math.abs(expected[i])));
      if (!(error <= largest)) {
        worst = i;
        largest = error;
      }
    }
    if (worst >= 0) {
      fail(
          "%s: element %d of %d is %.9g, expected %.9g (%.3g times the tolerance)"
              .formatted(what, worst, expected.length, actual[worst], expected[worst], largest));
    }
  }

  /** {@code ‖actual − expected‖ / ‖expected‖}; 0 if both are the same. */
  public static double normRatio(double[] expected, double[] actual) {
    double error = distance(expected, actual);
    return error == 0 ? 0 : error / norm(expected);
  }

  /** {@code ‖actual − expected‖}. */
  public static double distance(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, "number of elements");
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += (actual[i] - expected[i]) * (actual[i] - expected[i]);
    }
    return Math.sqrt(sum);
  }

  /** {@code ‖values‖}. */
  public static double norm(double[] values) {
    return distance(new double[values.length], values);
  }

  public static double[] widen(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  public static float[] narrow(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}

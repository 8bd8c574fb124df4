package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.Arrays;

/** Defines the primitives that relate a large tensor to one that shares some of its {@link Axes}. */
final class AxesInterpreter {
  private AxesInterpreter() {}

  /** Repeats {@code x} to {@code size} elements of {@code type}. */
  static double[] spread(Axes axes, double[] x, TensorType type, int size) {
    double[] y = new double[size];
    for (int i = 0; i < size; i++) {
      y[i] = x[indexAlong(axes, type, i)];
    }
    return y;
  }

  /** Reduces {@code x}, which is of {@code type}, to {@code size} elements. */
  static double[] reduce(Reduction reduction, Axes axes, double[] x, TensorType type, int size) {
    double[] y = new double[size];
    Arrays.fill(y, reduction == Reduction.MAX ? Double.NEGATIVE_INFINITY : 0);
    for (int i = 0; i < x.length; i++) {
      int to = indexAlong(axes, type, i);
      y[to] =
          switch (reduction) {
            case SUM -> y[to] + x[i];
            case MEAN -> y[to] + x[i] / (x.length / size);
            case MAX -> Math.max(y[to], x[i]);
          };
    }
    return y;
  }

  /** The mean of each feature, then its biased variance, which takes a second pass. */
  static double[] moments(double[] x, int features) {
    double[] y = new double[2 * features];
    int count = x.length / features;
    for (int i = 0; i < x.length; i++) {
      y[i % features] += x[i] / count;
    }
    for (int i = 0; i < x.length; i++) {
      double deviation = x[i] - y[i % features];
      y[features + i % features] += deviation * deviation / count;
    }
    return y;
  }

  /** Where element {@code i} of a tensor of {@code type} is in the one along {@code axes}. */
  private static int indexAlong(Axes axes, TensorType type, int i) {
    int features = type.features();
    int sample = type.batched() ? i / Math.toIntExact(type.elements()) : 0;
    return switch (axes) {
      case NONE -> 0;
      case FEATURES -> i % features;
      case SAMPLES -> sample;
      case SAMPLE_FEATURES -> sample * features + i % features;
      case ELEMENTS -> i % Math.toIntExact(type.elements());
      case ROWS -> i / features;
    };
  }
}

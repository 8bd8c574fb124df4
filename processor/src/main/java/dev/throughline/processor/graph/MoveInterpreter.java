package dev.throughline.processor.graph;

import java.util.List;
import java.util.Locale;

/**
 * Defines the primitives that only move elements, from a tensor of one type to one of another.
 *
 * <p>Coordinates do not count the batch, which keeps its place.
 */
record MoveInterpreter(TensorType from, TensorType to, int batch) {

  double[] permute(double[] x, List<Integer> order) {
    double[] y = new double[size(to)];
    for (int i = 0; i < y.length; i++) {
      int[] coordinates = coordinates(to, i);
      int[] source = new int[coordinates.length];
      for (int axis = 0; axis < source.length; axis++) {
        source[order.get(axis)] = coordinates[axis];
      }
      y[i] = x[element(from, sample(to, i), source)];
    }
    return y;
  }

  double[] slice(double[] x, List<Integer> start, List<Integer> stride) {
    double[] y = new double[size(to)];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[element(from, sample(to, i), strided(coordinates(to, i), start, stride))];
    }
    return y;
  }

  double[] scatter(double[] x, List<Integer> start, List<Integer> stride) {
    double[] y = new double[size(to)];
    for (int i = 0; i < x.length; i++) {
      y[element(to, sample(from, i), strided(coordinates(from, i), start, stride))] = x[i];
    }
    return y;
  }

  private int size(TensorType type) {
    return Math.toIntExact(type.elements() * (type.batched() ? batch : 1));
  }

  /** The sample that element {@code i} belongs to; 0 if the tensor is not batched. */
  private static int sample(TensorType type, int i) {
    return i / Math.toIntExact(type.elements());
  }

  private static int[] coordinates(TensorType type, int i) {
    int[] coordinates = new int[type.extents().size()];
    int rest = i;
    for (int axis = coordinates.length - 1; axis >= 0; axis--) {
      int extent = type.extents().get(axis);
      coordinates[axis] = rest % extent;
      rest /= extent;
    }
    return coordinates;
  }

  private static int[] strided(int[] coordinates, List<Integer> start, List<Integer> stride) {
    int[] result = new int[coordinates.length];
    for (int axis = 0; axis < result.length; axis++) {
      result[axis] = start.get(axis) + stride.get(axis) * coordinates[axis];
    }
    return result;
  }

  private static int element(TensorType type, int sample, int[] coordinates) {
    int element = sample;
    for (int axis = 0; axis < coordinates.length; axis++) {
      int extent = type.extents().get(axis);
      if (coordinates[axis] < 0 || coordinates[axis] >= extent) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "coordinate %d of axis %d is outside %s", coordinates[axis],
                axis, type));
      }
      element = element * extent + coordinates[axis];
    }
    return element;
  }

  /** Row after row, that of the first, then that of the second, and so on. */
  static double[] concat(List<double[]> parts, List<Integer> features) {
    int width = features.stream().mapToInt(Integer::intValue).sum();
    double[] result = new double[parts.stream().mapToInt(part -> part.length).sum()];
    int start = 0;
    for (int part = 0; part < parts.size(); part++) {
      int c = features.get(part);
      double[] values = parts.get(part);
      for (int i = 0; i < values.length; i++) {
        result[i / c * width + start + i % c] = values[i];
      }
      start += c;
    }
    return result;
  }
}

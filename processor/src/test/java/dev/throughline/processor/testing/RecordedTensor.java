package dev.throughline.processor.testing;

import java.util.List;

/**
 * A tensor as a script recorded it, in row order.
 *
 * @param shape extents, PyTorch's order
 * @param values the elements, widened to double
 */
public record RecordedTensor(List<Integer> shape, double[] values) {
  /** {@code [n, c, h, w]} to {@code [n][h][w][c]}; other shapes as they are. */
  public double[] featuresLast() {
    return shape.size() == 4 ? transposed(List.of(0, 2, 3, 1)) : values;
  }

  /** The elements in the order in which axis i is this tensor's axis {@code axes[i]}. */
  public double[] transposed(List<Integer> axes) {
    double[] result = new double[values.length];
    int[] coordinates = new int[shape.size()];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      for (int axis = axes.size() - 1; axis >= 0; axis--) {
        int extent = shape.get(axes.get(axis));
        coordinates[axes.get(axis)] = rest % extent;
        rest /= extent;
      }
      int from = 0;
      for (int axis = 0; axis < coordinates.length; axis++) {
        from = from * shape.get(axis) + coordinates[axis];
      }
      result[i] = values[from];
    }
    return result;
  }
}

package dev.throughline.processor.graph;

import java.util.List;

/**
 * A trainable parameter, by the name and shape it is published under, which are PyTorch's.
 *
 * @param name for instance {@code stage1.0.conv1.weight}
 * @param shape the published shape: {@code [k, c / groups, r, s]} of a convolution, {@code [k, c]} of a linear layer
 * @param storedAxes the published axis that each stored axis is: {@code [2, 1, 3, 0]} stores a convolution
 *     as {@code [r][c][s][k]}
 * @param trainable whether it has a gradient
 */
public record ParameterInfo(
    String name,
    List<Integer> shape,
    List<Integer> storedAxes,
    Initializer initializer,
    boolean trainable) {
  public ParameterInfo {
    shape = List.copyOf(shape);
    storedAxes = List.copyOf(storedAxes);
  }

  public ParameterInfo(
      String name, List<Integer> shape, List<Integer> storedAxes, Initializer initializer) {
    this(name, shape, storedAxes, initializer, true);
  }

  /** The same, but not trained. */
  public ParameterInfo frozen() {
    return new ParameterInfo(name, shape, storedAxes, initializer, false);
  }

  /** Weights of a convolution, stored {@code [r][c][s][k]}. */
  public static ParameterInfo convolution(String name, Window window, Initializer initializer) {
    return new ParameterInfo(
        name,
        List.of(window.k(), window.groupChannels(), window.r(), window.s()),
        List.of(2, 1, 3, 0),
        initializer);
  }

  /** Weights of a linear layer, stored {@code [c][k]}. */
  public static ParameterInfo linear(String name, int inputs, int units, Initializer initializer) {
    return new ParameterInfo(name, List.of(units, inputs), List.of(1, 0), initializer);
  }

  /** Rows of features, stored as they are published. */
  public static ParameterInfo table(
      String name, int rows, int features, Initializer initializer) {
    return new ParameterInfo(name, List.of(rows, features), List.of(0, 1), initializer);
  }

  /** One value per feature. */
  public static ParameterInfo vector(String name, int size, Initializer initializer) {
    return new ParameterInfo(name, List.of(size), List.of(0), initializer);
  }

  public TensorType type() {
    return TensorType.fixed(storedAxes.stream().map(shape::get).toArray(Integer[]::new));
  }
}

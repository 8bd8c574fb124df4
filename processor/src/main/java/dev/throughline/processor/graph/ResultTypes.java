package dev.throughline.processor.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The type of what a primitive computes from operands of given types; an {@link IllegalArgumentException} if they do
 * not suit it, which is a fault of whoever builds the graph: users' mistakes are found before.
 */
final class ResultTypes {
  private ResultTypes() {}

  static TensorType map(List<TensorType> inputs) {
    TensorType type = inputs.getFirst().numbers();
    for (TensorType input : inputs) {
      require(input.numbers().equals(type), "map over %s and %s", type, input);
    }
    return type;
  }

  static TensorType spread(TensorType x, Axes axes, TensorType over) {
    require(x.numbers().equals(over.along(axes)), "spread %s over %s", x, over);
    return over;
  }

  static TensorType pick(TensorType x) {
    require(x.extents().size() == 2 && !x.batched(), "row of %s", x);
    return TensorType.fixed(x.features());
  }

  static TensorType matMul(TensorType x, TensorType w) {
    require(x.features() == w.extents().get(0), "%s × %s", x, w);
    return x.withFeatures(w.features());
  }

  static TensorType batchMatMul(
      TensorType a, TensorType b, boolean transposeA, boolean transposeB) {
    List<Integer> left = a.extents();
    List<Integer> right = b.extents();
    int axes = left.size();
    require(
        axes >= 2 && axes == right.size() && a.batched() && b.batched(),
        "product of %s and %s", a, b);
    boolean sameStack = left.subList(0, axes - 2).equals(right.subList(0, axes - 2));
    int inner = left.get(transposeA ? axes - 2 : axes - 1);
    boolean meet = inner == right.get(transposeB ? axes - 1 : axes - 2);
    require(sameStack && meet, "product of %s and %s", a, b);
    List<Integer> extents = new ArrayList<>(left.subList(0, axes - 2));
    extents.add(left.get(transposeA ? axes - 1 : axes - 2));
    extents.add(right.get(transposeB ? axes - 2 : axes - 1));
    return new TensorType(true, extents);
  }

  static TensorType gather(TensorType indices, TensorType table) {
    int limit = indices.limit();
    require(
        isTable(table) && limit > 0 && limit <= table.extents().get(0),
        "choice of rows of %s by %s", table, indices);
    return withMore(indices, table.features());
  }

  static void checkGatherGradient(TensorType indices, TensorType dy, TensorType table) {
    require(
        isTable(table) && dy.equals(withMore(indices, table.features())),
        "gradient of rows of %s from %s", table, dy);
  }

  static TensorType conv2d(Window window, TensorType x, TensorType w) {
    require(x.equals(window.input()), "convolution %s of %s", window, x);
    require(w.equals(window.weights()), "convolution %s by %s", window, w);
    return window.output();
  }

  static TensorType pool(Window window, TensorType x) {
    require(window.c() == window.k(), "pooling keeps the channels, not %s", window);
    require(x.equals(window.input()), "pooling %s of %s", window, x);
    return window.output();
  }

  static TensorType concat(List<TensorType> xs) {
    TensorType first = xs.getFirst();
    for (TensorType x : xs) {
      require(
          x.withFeatures(1).equals(first.withFeatures(1)), "concatenation of %s and %s", first,
          x);
    }
    return first.withFeatures(xs.stream().mapToInt(TensorType::features).sum());
  }

  static TensorType binMeans(int axis, int count, TensorType x) {
    require(x.isImage() && axis < 2, "bins along axis %d of %s", axis, x);
    return withExtent(x, axis, count);
  }

  static void checkReshape(TensorType x, TensorType to) {
    require(
        x.batched() == to.batched() && x.elements() == to.elements(), "reshape %s to %s", x, to);
  }

  static TensorType permute(TensorType x, List<Integer> order) {
    return new TensorType(x.batched(), order.stream().map(x.extents()::get).toList());
  }

  static TensorType withExtent(TensorType type, int axis, int extent) {
    List<Integer> extents = new ArrayList<>(type.extents());
    extents.set(axis, extent);
    return new TensorType(type.batched(), extents);
  }

  static boolean isTable(TensorType type) {
    return !type.batched() && type.extents().size() == 2;
  }

  /** {@code type} with {@code features} values for each of its elements. */
  private static TensorType withMore(TensorType type, int features) {
    List<Integer> extents = new ArrayList<>(type.extents());
    extents.add(features);
    return new TensorType(type.batched(), extents);
  }

  static void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(
          "the graph cannot hold a " + String.format(Locale.ROOT, what, values));
    }
  }
}

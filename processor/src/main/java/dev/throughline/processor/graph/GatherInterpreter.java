package dev.throughline.processor.graph;

/** Defines the choice of a table's rows, and its gradient. */
final class GatherInterpreter {
  private GatherInterpreter() {}

  static double[] gather(double[] indices, double[] table, TensorType type) {
    int features = type.features();
    double[] y = new double[indices.length * features];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(table, row(indices[i], type) * features, y, i * features, features);
    }
    return y;
  }

  static double[] gradient(double[] indices, double[] dy, TensorType type) {
    int features = type.features();
    double[] table = new double[Math.toIntExact(type.elements())];
    for (int i = 0; i < dy.length; i++) {
      table[row(indices[i / features], type) * features + i % features] += dy[i];
    }
    return table;
  }

  private static int row(double index, TensorType table) {
    int row = (int) index;
    if (row != index || row < 0 || row >= table.extents().get(0)) {
      throw new IllegalArgumentException("no row %s in a table of %s".formatted(index, table));
    }
    return row;
  }
}

package dev.throughline.processor.graph;

import java.util.List;

/** Defines the product of two stacks of matrices; {@code y} is the node that it is the value of. */
record BatchMatMulInterpreter(Node y, boolean transposeA, boolean transposeB) {

  double[] product(double[] a, double[] b) {
    List<Integer> extents = y.type().extents();
    int rows = extents.get(extents.size() - 2);
    int columns = y.type().features();
    List<Integer> left = y.input(0).type().extents();
    int inner = left.get(transposeA ? left.size() - 2 : left.size() - 1);
    int matrices = a.length / (rows * inner);
    double[] product = new double[matrices * rows * columns];
    for (int i = 0; i < product.length; i++) {
      int matrix = i / (rows * columns);
      int m = i / columns % rows;
      int k = i % columns;
      for (int c = 0; c < inner; c++) {
        int ofA = transposeA ? c * rows + m : m * inner + c;
        int ofB = transposeB ? k * inner + c : c * columns + k;
        product[i] += a[matrix * rows * inner + ofA] * b[matrix * inner * columns + ofB];
      }
    }
    return product;
  }
}

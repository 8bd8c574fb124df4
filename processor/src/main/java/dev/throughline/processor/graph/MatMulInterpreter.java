package dev.throughline.processor.graph;

/** Defines the product of rows with weights {@code [c][k]}, and its two gradients. */
final class MatMulInterpreter {
  private MatMulInterpreter() {}

  static double[] matMul(double[] x, double[] w, TensorType weights) {
    int inputs = weights.extents().get(0);
    int units = weights.features();
    int rows = x.length / inputs;
    double[] y = new double[rows * units];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = 0; k < units; k++) {
          y[row * units + k] += x[row * inputs + c] * w[c * units + k];
        }
      }
    }
    return y;
  }

  static double[] inputGradient(double[] dy, double[] w, TensorType weights) {
    int inputs = weights.extents().get(0);
    int units = weights.features();
    int rows = dy.length / units;
    double[] dx = new double[rows * inputs];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = 0; k < units; k++) {
          dx[row * inputs + c] += dy[row * units + k] * w[c * units + k];
        }
      }
    }
    return dx;
  }

  static double[] filterGradient(double[] x, double[] dy, TensorType weights) {
    int inputs = weights.extents().get(0);
    int units = weights.features();
    double[] dw = new double[inputs * units];
    for (int row = 0; row < x.length / inputs; row++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = 0; k < units; k++) {
          dw[c * units + k] += x[row * inputs + c] * dy[row * units + k];
        }
      }
    }
    return dw;
  }
}

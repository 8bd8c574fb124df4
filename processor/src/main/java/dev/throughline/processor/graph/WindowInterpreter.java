package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.Pooling;
import java.util.stream.IntStream;

/**
 * Defines convolution, pooling and their gradients for a batch.
 *
 * <p>n sample · c, k channels · h, w input row and column · r, s kernel row and column · p, q output row
 * and column · d… gradient.
 */
final class WindowInterpreter {
  private final Window window;
  private final int batch;

  WindowInterpreter(Window window, int batch) {
    this.window = window;
    this.batch = batch;
  }

  double[] conv2d(double[] x, double[] weights) {
    double[] y = new double[batch * window.p() * window.q() * window.k()];
    forEachProduct(
        (input, output, weight) -> y[output] += x[input] * weights[weight]);
    return y;
  }

  double[] conv2dInputGradient(double[] dy, double[] weights) {
    double[] dx = new double[batch * window.h() * window.w() * window.c()];
    forEachProduct(
        (input, output, weight) -> dx[input] += dy[output] * weights[weight]);
    return dx;
  }

  double[] conv2dFilterGradient(double[] x, double[] dy) {
    double[] dw = new double[Math.toIntExact(window.weights().elements())];
    forEachProduct(
        (input, output, weight) -> dw[weight] += x[input] * dy[output]);
    return dw;
  }

  double[] pool(Pooling pooling, double[] x) {
    double[] y = new double[batch * window.p() * window.q() * window.k()];
    forEachWindow(
        (output, taps, counted) -> {
          for (int c = 0; c < window.c(); c++) {
            y[output + c] =
                switch (pooling) {
                  case MAX -> x[taps[largest(x, taps, c)] + c];
                  case AVERAGE -> sum(x, taps, c) / counted;
                };
          }
        });
    return y;
  }

  double[] poolGradient(Pooling pooling, double[] x, double[] dy) {
    double[] dx = new double[batch * window.h() * window.w() * window.c()];
    forEachWindow(
        (output, taps, counted) -> {
          for (int c = 0; c < window.c(); c++) {
            switch (pooling) {
              case MAX -> dx[taps[largest(x, taps, c)] + c] += dy[output + c];
              case AVERAGE -> {
                for (int tap : taps) {
                  dx[tap + c] += dy[output + c] / counted;
                }
              }
            }
          }
        });
    return dx;
  }

  /** Number of the tap that holds the first largest value of channel {@code c}; a NaN is largest. */
  private static int largest(double[] x, int[] taps, int c) {
    int best = 0;
    for (int t = 1; t < taps.length; t++) {
      double value = x[taps[t] + c];
      double held = x[taps[best] + c];
      if (value > held || Double.isNaN(value) && !Double.isNaN(held)) {
        best = t;
      }
    }
    return best;
  }

  private static double sum(double[] x, int[] taps, int c) {
    double sum = 0;
    for (int tap : taps) {
      sum += x[tap + c];
    }
    return sum;
  }

  /** One input element that meets one output element. */
  private interface Product {
    /** Where both are, and the weight between them. */
    void at(int input, int output, int weight);
  }

  private void forEachProduct(Product product) {
    forEachTap(
        (input, output, r, s) -> {
          int channels = window.groupChannels();
          int filters = window.groupFilters();
          for (int k = 0; k < window.k(); k++) {
            int group = k / filters;
            for (int c = 0; c < channels; c++) {
              int weight = ((r * channels + c) * window.s() + s) * window.k() + k;
              product.at(input + group * channels + c, output + k, weight);
            }
          }
        });
  }

  /** One kernel position over one output position, inside the input. */
  private interface Tap {
    /** Offsets of channel 0 at the input and at the output position. */
    void at(int input, int output, int r, int s);
  }

  private void forEachTap(Tap tap) {
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < window.p(); p++) {
        for (int q = 0; q < window.q(); q++) {
          int output = ((n * window.p() + p) * window.q() + q) * window.k();
          for (int r = 0; r < window.r(); r++) {
            for (int s = 0; s < window.s(); s++) {
              int h = p * window.strideH() - window.padTop() + r * window.dilationH();
              int w = q * window.strideW() - window.padLeft() + s * window.dilationW();
              if (h >= 0 && h < window.h() && w >= 0 && w < window.w()) {
                tap.at(((n * window.h() + h) * window.w() + w) * window.c(), output, r, s);
              }
            }
          }
        }
      }
    }
  }

  private interface Taps {
    /**
     * Offset of channel 0 at the output position and at each input position under it, by rows.
     *
     * @param counted positions that an average divides by
     */
    void at(int output, int[] inputs, int counted);
  }

  private void forEachWindow(Taps taps) {
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < window.p(); p++) {
        for (int q = 0; q < window.q(); q++) {
          int output = ((n * window.p() + p) * window.q() + q) * window.k();
          taps.at(output, inputsUnder(n, p, q), window.countedRows(p) * window.countedColumns(q));
        }
      }
    }
  }

  private int[] inputsUnder(int n, int p, int q) {
    IntStream.Builder inputs = IntStream.builder();
    for (int r = 0; r < window.r(); r++) {
      for (int s = 0; s < window.s(); s++) {
        int h = p * window.strideH() - window.padTop() + r;
        int w = q * window.strideW() - window.padLeft() + s;
        if (h >= 0 && h < window.h() && w >= 0 && w < window.w()) {
          inputs.add(((n * window.h() + h) * window.w() + w) * window.c());
        }
      }
    }
    return inputs.build().toArray();
  }
}

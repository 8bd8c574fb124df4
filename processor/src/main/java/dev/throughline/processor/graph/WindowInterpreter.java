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
    forEachTap(
        (input, output, r, s) -> {
          for (int c = 0; c < window.c(); c++) {
            for (int k = 0; k < window.k(); k++) {
              y[output + k] += x[input + c] * weights[weight(r, c, s, k)];
            }
          }
        });
    return y;
  }

  double[] conv2dInputGradient(double[] dy, double[] weights) {
    double[] dx = new double[batch * window.h() * window.w() * window.c()];
    forEachTap(
        (input, output, r, s) -> {
          for (int c = 0; c < window.c(); c++) {
            for (int k = 0; k < window.k(); k++) {
              dx[input + c] += dy[output + k] * weights[weight(r, c, s, k)];
            }
          }
        });
    return dx;
  }

  double[] conv2dFilterGradient(double[] x, double[] dy) {
    double[] dw = new double[window.r() * window.c() * window.s() * window.k()];
    forEachTap(
        (input, output, r, s) -> {
          for (int c = 0; c < window.c(); c++) {
            for (int k = 0; k < window.k(); k++) {
              dw[weight(r, c, s, k)] += x[input + c] * dy[output + k];
            }
          }
        });
    return dw;
  }

  double[] pool(Pooling pooling, double[] x) {
    double[] y = new double[batch * window.p() * window.q() * window.k()];
    forEachWindow(
        (output, taps) -> {
          for (int c = 0; c < window.c(); c++) {
            y[output + c] =
                switch (pooling) {
                  case MAX -> x[taps[largest(x, taps, c)] + c];
                  case AVERAGE -> sum(x, taps, c) / (window.r() * window.s());
                };
          }
        });
    return y;
  }

  double[] poolGradient(Pooling pooling, double[] x, double[] dy) {
    double[] dx = new double[batch * window.h() * window.w() * window.c()];
    forEachWindow(
        (output, taps) -> {
          for (int c = 0; c < window.c(); c++) {
            switch (pooling) {
              case MAX -> dx[taps[largest(x, taps, c)] + c] += dy[output + c];
              case AVERAGE -> {
                for (int tap : taps) {
                  dx[tap + c] += dy[output + c] / (window.r() * window.s());
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

  private int weight(int r, int c, int s, int k) {
    return ((r * window.c() + c) * window.s() + s) * window.k() + k;
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
              int h = p * window.strideH() - window.padTop() + r;
              int w = q * window.strideW() - window.padLeft() + s;
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
    /** Offset of channel 0 at the output position and at each input position under it, by rows. */
    void at(int output, int[] inputs);
  }

  private void forEachWindow(Taps taps) {
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < window.p(); p++) {
        for (int q = 0; q < window.q(); q++) {
          taps.at(((n * window.p() + p) * window.q() + q) * window.k(), inputsUnder(n, p, q));
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

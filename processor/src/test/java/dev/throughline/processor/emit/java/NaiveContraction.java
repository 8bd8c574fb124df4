package dev.throughline.processor.emit.java;

import static dev.throughline.processor.emit.java.ContractionCase.FROM;
import static dev.throughline.processor.emit.java.ContractionCase.N;
import static dev.throughline.processor.emit.java.ContractionCase.value;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.Contraction.Stack;
import java.util.List;

/**
 * The definition: seven loops, no tricks.
 *
 * @param fetched whether the first factor is computed from what is read
 */
record NaiveContraction(Window v, Contraction contraction, boolean fetched) {
  static NaiveContraction of(Contraction contraction, boolean fetched) {
    Window v =
        switch (contraction) {
          case ConvForward(Window w) -> w;
          case ConvInputGradient(Window w) -> w;
          case ConvFilterGradient(Window w) -> w;
          case MatMul(int m, int c, int k) -> rows(m, c, k);
          case MatMulInputGradient(int m, int c, int k) -> rows(m, c, k);
          case MatMulFilterGradient(int m, int c, int k) -> rows(m, c, k);
          case BatchMatMul(_, int m, int c, int k, _, _, _) -> rows(m, c, k);
        };
    return new NaiveContraction(v, contraction, fetched);
  }

  private static Window rows(int m, int c, int k) {
    return new Window(c, m, 1, k, 1, 1, 1, 1, 0, 0, m, 1);
  }

  private enum Role {
    X,
    W,
    Y
  }

  private List<Role> roles() {
    return switch (contraction) {
      case ConvForward _, MatMul _, BatchMatMul _ -> List.of(Role.X, Role.W, Role.Y);
      case ConvInputGradient _, MatMulInputGradient _ -> List.of(Role.Y, Role.W, Role.X);
      case ConvFilterGradient _, MatMulFilterGradient _ -> List.of(Role.X, Role.Y, Role.W);
    };
  }

  private int size(Role role) {
    if (contraction instanceof BatchMatMul(_, _, _, _, Stack a, Stack b, Stack y)) {
      return N * List.of(a, b, y).get(role.ordinal()).sample();
    }
    return switch (role) {
      case X -> N * v.h() * v.w() * v.c();
      case W -> v.r() * v.groupChannels() * v.s() * v.k();
      case Y -> N * v.p() * v.q() * v.k();
    };
  }

  int firstSize() {
    return size(roles().get(0));
  }

  int secondSize() {
    return size(roles().get(1));
  }

  int resultSize() {
    return size(roles().get(2));
  }

  double[] run() {
    double[] sum = new double[resultSize()];
    if (contraction instanceof BatchMatMul product) {
      multiply(product, sum);
      return sum;
    }
    int from = FROM;
    for (int n = from; n < N; n++) {
      for (int p = 0; p < v.p(); p++) {
        for (int q = 0; q < v.q(); q++) {
          for (int r = 0; r < v.r(); r++) {
            for (int s = 0; s < v.s(); s++) {
              int h = p * v.strideH() - v.padTop() + r * v.dilationH();
              int w = q * v.strideW() - v.padLeft() + s * v.dilationW();
              if (h >= 0 && h < v.h() && w >= 0 && w < v.w()) {
                channels(sum, n, p, q, r, s, h, w);
              }
            }
          }
        }
      }
    }
    return sum;
  }

  private static void multiply(BatchMatMul product, double[] sum) {
    for (int n = FROM; n < N; n++) {
      for (int h = 0; h < product.matrices(); h++) {
        for (int m = 0; m < product.m(); m++) {
          for (int k = 0; k < product.k(); k++) {
            for (int c = 0; c < product.c(); c++) {
              float a = value(at(product.a(), n, h, m, c), 1);
              float b = value(at(product.b(), n, h, c, k), 2);
              sum[at(product.y(), n, h, m, k)] += (double) a * b;
            }
          }
        }
      }
    }
  }

  private static int at(Stack stack, int n, int matrix, int row, int column) {
    int ofRow = stack.transposed() ? column : row;
    int inRow = stack.transposed() ? row : column;
    return n * stack.sample() + matrix * stack.matrix() + ofRow * stack.row() + inRow;
  }

  private void channels(double[] sum, int n, int p, int q, int r, int s, int h, int w) {
    for (int c = 0; c < v.groupChannels(); c++) {
      for (int k = 0; k < v.k(); k++) {
        int channel = k / v.groupFilters() * v.groupChannels() + c;
        int x = ((n * v.h() + h) * v.w() + w) * v.c() + channel;
        int filter = ((r * v.groupChannels() + c) * v.s() + s) * v.k() + k;
        int y = ((n * v.p() + p) * v.q() + q) * v.k() + k;
        int[] at = new int[] {x, filter, y};
        List<Role> roles = roles();
        int first = at[roles.get(0).ordinal()];
        int second = at[roles.get(1).ordinal()];
        sum[at[roles.get(2).ordinal()]] += first(first) * value(second, 2);
      }
    }
  }

  private double first(int at) {
    int channel = at % firstChannels();
    return fetched
        ? Math.max((double) value(at, 1) * value(channel, 8) + value(channel, 9), 0)
        : value(at, 1);
  }

  /** Channels of the first factor. */
  int firstChannels() {
    return roles().getFirst() == Role.X ? v.c() : v.k();
  }
}

package dev.throughline.processor.emit.java;

import static dev.throughline.processor.emit.java.ContractionCase.FROM;
import static dev.throughline.processor.emit.java.ContractionCase.N;
import static dev.throughline.processor.emit.java.ContractionCase.value;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Contraction;
import dev.throughline.processor.kernel.Contraction.ConvFilterGradient;
import dev.throughline.processor.kernel.Contraction.ConvForward;
import dev.throughline.processor.kernel.Contraction.ConvInputGradient;
import dev.throughline.processor.kernel.Contraction.MatMul;
import dev.throughline.processor.kernel.Contraction.MatMulFilterGradient;
import dev.throughline.processor.kernel.Contraction.MatMulInputGradient;
import java.util.List;

/** The definition: seven loops, no tricks. */
record NaiveContraction(Window v, Contraction contraction) {
  static NaiveContraction of(Contraction contraction) {
    Window v =
        switch (contraction) {
          case ConvForward(Window w) -> w;
          case ConvInputGradient(Window w) -> w;
          case ConvFilterGradient(Window w) -> w;
          case MatMul(int m, int c, int k) -> rows(m, c, k);
          case MatMulInputGradient(int m, int c, int k) -> rows(m, c, k);
          case MatMulFilterGradient(int m, int c, int k) -> rows(m, c, k);
        };
    return new NaiveContraction(v, contraction);
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
      case ConvForward _, MatMul _ -> List.of(Role.X, Role.W, Role.Y);
      case ConvInputGradient _, MatMulInputGradient _ -> List.of(Role.Y, Role.W, Role.X);
      case ConvFilterGradient _, MatMulFilterGradient _ -> List.of(Role.X, Role.Y, Role.W);
    };
  }

  private int size(Role role) {
    return switch (role) {
      case X -> N * v.h() * v.w() * v.c();
      case W -> v.r() * v.c() * v.s() * v.k();
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
    int from = FROM;
    for (int n = from; n < N; n++) {
      for (int p = 0; p < v.p(); p++) {
        for (int q = 0; q < v.q(); q++) {
          for (int r = 0; r < v.r(); r++) {
            for (int s = 0; s < v.s(); s++) {
              int h = p * v.strideH() - v.padTop() + r;
              int w = q * v.strideW() - v.padLeft() + s;
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

  private void channels(double[] sum, int n, int p, int q, int r, int s, int h, int w) {
    for (int c = 0; c < v.c(); c++) {
      for (int k = 0; k < v.k(); k++) {
        int x = ((n * v.h() + h) * v.w() + w) * v.c() + c;
        int filter = ((r * v.c() + c) * v.s() + s) * v.k() + k;
        int y = ((n * v.p() + p) * v.q() + q) * v.k() + k;
        int[] at = new int[] {x, filter, y};
        List<Role> roles = roles();
        int first = at[roles.get(0).ordinal()];
        int second = at[roles.get(1).ordinal()];
        sum[at[roles.get(2).ordinal()]] += (double) value(first, 1) * value(second, 2);
      }
    }
  }
}

package dev.throughline.processor.emit.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Contraction;
import dev.throughline.processor.kernel.Contraction.ConvFilterGradient;
import dev.throughline.processor.kernel.Contraction.ConvForward;
import dev.throughline.processor.kernel.Contraction.ConvInputGradient;
import dev.throughline.processor.kernel.Contraction.MatMul;
import dev.throughline.processor.kernel.Contraction.MatMulFilterGradient;
import dev.throughline.processor.kernel.Contraction.MatMulInputGradient;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.kernel.Epilogue.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family of contraction, run in both dialects at awkward sizes: against sums in double precision,
 * and the dialects against each other, bit for bit.
 */
class ContractionSourceTest {
  /** Samples; the kernels are called for 1 … N. */
  private static final int N = 4;

  private static final int FROM = 1;

  /** Floats before each tensor, so that offsets matter, and after, where nothing may be written. */
  private static final int MARGIN = 5;

  static Stream<Window> windows() {
    return Stream.of(
        Window.square(16, 8, 8, 16, 3, 1, 1),
        Window.square(32, 8, 8, 64, 3, 2, 1),
        Window.square(3, 9, 9, 16, 3, 1, 1),
        Window.square(16, 32, 32, 32, 3, 2, 1),
        Window.square(1, 7, 7, 1, 1, 1, 0),
        Window.square(7, 13, 13, 13, 3, 1, 1),
        Window.square(13, 17, 17, 7, 3, 2, 1),
        Window.square(17, 7, 7, 31, 5, 1, 2),
        Window.square(31, 13, 13, 17, 5, 2, 2),
        Window.square(3, 31, 31, 20, 7, 2, 3),
        Window.square(12, 10, 10, 24, 2, 2, 0),
        Window.square(5, 7, 7, 48, 1, 2, 0),
        Window.square(4, 17, 17, 33, 3, 1, 0),
        Window.square(2, 14, 14, 6, 7, 4, 2),
        Window.square(6, 1, 1, 40, 3, 1, 1),
        Window.square(9, 5, 5, 16, 1, 1, 1),
        Window.square(3, 8, 8, 8, 2, 1, 3),
        // Neither square nor even: padding above differs from padding below.
        new Window(6, 9, 14, 20, 3, 5, 2, 3, 0, 2, 4, 5),
        new Window(4, 5, 6, 18, 2, 3, 1, 1, 1, 0, 6, 4),
        // An output that ignores the last rows and columns of its input.
        new Window(3, 12, 11, 5, 2, 2, 3, 3, 0, 0, 3, 3),
        // Too large for one band: rows come in blocks.
        new Window(64, 40, 24, 17, 3, 3, 1, 1, 1, 1, 40, 24),
        new Window(48, 33, 41, 64, 3, 3, 2, 2, 1, 1, 17, 21));
  }

  static Stream<Contraction> convolutions() {
    return windows()
        .flatMap(
            w ->
                Stream.of(
                    new ConvForward(w), new ConvInputGradient(w), new ConvFilterGradient(w)));
  }

  static Stream<Contraction> products() {
    int[][] shapes = {
      {1, 64, 10}, {1, 1, 1}, {1, 7, 13}, {4, 16, 16}, {5, 31, 17}, {17, 13, 96}, {64, 20, 33},
      {3, 300, 200}, {100, 128, 64}
    };
    return Arrays.stream(shapes)
        .flatMap(
            s ->
                Stream.of(
                    new MatMul(s[0], s[1], s[2]),
                    new MatMulInputGradient(s[0], s[1], s[2]),
                    new MatMulFilterGradient(s[0], s[1], s[2])));
  }

  static Stream<Contraction> all() {
    return Stream.concat(convolutions(), products());
  }

  @ParameterizedTest
  @MethodSource("all")
  void sums(Contraction contraction) {
    check(contraction, Epilogue.NONE);
  }

  /** max(sum · gain + shift + skip, 0), as a folded batch norm with a join. */
  private static final Epilogue JOIN =
      new Epilogue(
          Expr.unary(
              Expr.UnaryOp.RELU,
              Expr.fma(Expr.arg(0), Expr.arg(1), Expr.arg(2)).plus(Expr.arg(3))),
          List.of(
              new Epilogue.Input("gain", Kind.CHANNEL),
              new Epilogue.Input("shift", Kind.CHANNEL),
              new Epilogue.Input("skip", Kind.ELEMENT)));

  static Stream<Contraction> forward() {
    return all().filter(c -> !c.overBatch());
  }

  @ParameterizedTest
  @MethodSource("forward")
  void sumsWithAnEpilogue(Contraction contraction) {
    check(contraction, JOIN);
  }

  private static void check(Contraction contraction, Epilogue epilogue) {
    var source = ContractionSource.of("kernel", contraction, epilogue, "Test.java:1 @Conv conv");
    var scalar = run(source, JavaDialect.SCALAR, contraction, epilogue);
    var vector = run(source, JavaDialect.VECTOR, contraction, epilogue);
    double[] exact = Naive.of(contraction).run();
    int size = exact.length;
    int sample = contraction.overBatch() ? size : size / N;
    for (int i = 0; i < scalar.length; i++) {
      int element = i - MARGIN;
      boolean written =
          contraction.overBatch()
              ? element >= 0 && element < size
              : element >= FROM * sample && element < size;
      int at = i;
      if (!written) {
        assertTrue(Float.isNaN(scalar[i]) && Float.isNaN(vector[i]), () -> "overwrote " + (at - MARGIN));
        continue;
      }
      assertEquals(
          Float.floatToIntBits(scalar[i]),
          Float.floatToIntBits(vector[i]),
          () -> "twin %s, vector %s at %d".formatted(scalar[at], vector[at], element));
      double expected = exact[element];
      if (!epilogue.isNone()) {
        int k = element % channels(contraction);
        expected = Math.max(expected * value(k, 5) + value(k, 6) + value(element, 7), 0);
      }
      assertEquals(expected, scalar[i], 2e-4, () -> "at " + element);
    }
  }

  private static float[] run(
      ContractionSource source, JavaDialect dialect, Contraction contraction, Epilogue epilogue) {
    List<JavaMethod> methods = new ArrayList<>(source.methods(dialect));
    source.pack().ifPresent(methods::add);
    CompiledKernels kernels = CompiledKernels.of(dialect, methods);
    Naive naive = Naive.of(contraction);
    float[] first = tensor(naive.firstSize(), 1);
    float[] second = tensor(naive.secondSize(), 2);
    float[] result = new float[naive.resultSize() + 2 * MARGIN];
    Arrays.fill(result, Float.NaN);
    float[] scratch = new float[source.scratchFloats()];
    Arrays.fill(scratch, Float.NaN);
    int secondAt = MARGIN;
    if (source.packedFloats() > 0) {
      float[] packed = new float[source.packedFloats() + 3];
      Arrays.fill(packed, Float.NaN);
      kernels.call("kernelPack", second, MARGIN, packed, 3);
      second = packed;
      secondAt = 3;
    }
    List<Object> arguments =
        new ArrayList<>(List.of(first, MARGIN, second, secondAt, result, MARGIN));
    int seed = 5;
    for (Epilogue.Input input : epilogue.inputs()) {
      int size = input.kind() == Kind.CHANNEL ? channels(contraction) : naive.resultSize();
      arguments.add(tensor(size, seed++));
      arguments.add(MARGIN);
    }
    arguments.addAll(List.of(scratch, FROM, N));
    kernels.call("kernel", arguments.toArray());
    return result;
  }

  private static int channels(Contraction contraction) {
    return switch (contraction) {
      case ConvForward(Window v) -> v.k();
      case ConvInputGradient(Window v) -> v.c();
      case ConvFilterGradient(Window v) -> v.k();
      case MatMul(_, _, int k) -> k;
      case MatMulInputGradient(_, int c, _) -> c;
      case MatMulFilterGradient(_, _, int k) -> k;
    };
  }

  /** A tensor of {@code size} values between margins of NaN: to read beyond it spoils the result. */
  private static float[] tensor(int size, int seed) {
    float[] tensor = new float[size + 2 * MARGIN];
    Arrays.fill(tensor, Float.NaN);
    for (int i = 0; i < size; i++) {
      tensor[MARGIN + i] = value(i, seed);
    }
    return tensor;
  }

  /** Some number between -½ and ½. */
  private static float value(int i, int seed) {
    long hash = (i + 1) * 0x9E3779B97F4A7C15L * (2L * seed + 1);
    hash ^= hash >>> 29;
    hash *= 0xBF58476D1CE4E5B9L;
    return (hash >>> 40) / (float) (1 << 24) - 0.5f;
  }

  /** The definition: seven loops, no tricks. */
  private record Naive(Window v, Contraction contraction) {
    static Naive of(Contraction contraction) {
      Window v =
          switch (contraction) {
            case ConvForward(Window w) -> w;
            case ConvInputGradient(Window w) -> w;
            case ConvFilterGradient(Window w) -> w;
            case MatMul(int m, int c, int k) -> rows(m, c, k);
            case MatMulInputGradient(int m, int c, int k) -> rows(m, c, k);
            case MatMulFilterGradient(int m, int c, int k) -> rows(m, c, k);
          };
      return new Naive(v, contraction);
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
}

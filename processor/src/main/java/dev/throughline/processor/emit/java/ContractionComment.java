package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.Contraction.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words with which a contraction introduces itself, in comments and on pages. */
public final class ContractionComment {
  private ContractionComment() {}

  private static final int BYTES = Float.BYTES;

  static List<String> of(Contraction contraction, Epilogue epilogue, boolean packed,
      String origin) {
    List<String> lines = new ArrayList<>();
    lines.add(purpose(contraction));
    lines.add("");
    lines.add("<pre>");
    lines.add("  " + formula(contraction));
    String result = resultName(contraction);
    finish(contraction, epilogue).ifPresent(then -> lines.add("  then  " + then));
    lines.add("");
    Shapes shapes = Shapes.of(contraction);
    tensor(lines, shapes.first, shapes.firstShape);
    tensor(lines, shapes.second, shapes.secondShape + (packed ? ", packed" : ""));
    tensor(lines, result, shapes.resultShape);
    for (Epilogue.Input input : epilogue.inputs()) {
      String shape =
          switch (input.kind()) {
            case ELEMENT -> shapes.resultShape;
            case CHANNEL -> String.format(Locale.ROOT, "f32[%d]", shapes.channels);
          };
      tensor(lines, input.name(), shape);
    }
    lines.add("");
    lines.add("  from     " + origin);
    lines.add("  samples  from … to, each %s".formatted(work(contraction, epilogue, shapes)));
    lines.add("</pre>");
    return lines;
  }

  private static void tensor(List<String> lines, String name, String shape) {
    lines.add("  %-8s %s".formatted(name, shape));
  }

  private static String work(Contraction contraction, Epilogue epilogue, Shapes shapes) {
    long floats = shapes.floats;
    for (Epilogue.Input input : epilogue.inputs()) {
      floats += input.kind() == Epilogue.Kind.ELEMENT ? shapes.resultFloats : 0;
    }
    return String.format(
        Locale.ROOT, "%,d FLOP and %,d bytes", contraction.flops(), floats * BYTES);
  }

  /** {@code 3×3 convolution, 16 to 16 channels.} */
  public static String purpose(Contraction contraction) {
    return switch (contraction) {
      case ConvForward(Window v) -> filter(v) + ".";
      case ConvInputGradient(Window v) -> "Input gradient of the " + filter(v) + ".";
      case ConvFilterGradient(Window v) -> "Filter gradient of the " + filter(v) + ".";
      case MatMul(_, int c, int k) ->
          String.format(Locale.ROOT, "Matrix product, %d to %d channels.", c, k);
      case MatMulInputGradient(_, int c, int k) ->
          String.format(Locale.ROOT, "Input gradient of the matrix product, %d to %d channels.", c,
              k);
      case MatMulFilterGradient(_, int c, int k) ->
          String.format(Locale.ROOT, "Filter gradient of the matrix product, %d to %d channels.", c,
              k);
      case BatchMatMul(int h, int m, int c, int k, _, _, _) ->
          String.format(Locale.ROOT, "%s a sample, %d×%d by %d×%d.",
              h == 1 ? "A product" : h + " products", m, c, c, k);
    };
  }

  private static String filter(Window v) {
    String stride =
        v.strideH() == 1 && v.strideW() == 1
            ? ""
            : v.strideH() == v.strideW()
                ? ", stride " + v.strideH()
            : String.format(Locale.ROOT, ", stride %d×%d", v.strideH(), v.strideW());
    return String.format(Locale.ROOT, "%d×%d convolution%s%s, %d to %d channels%s", v.r(), v.s(),
        stride, dilation(v), v.c(), v.k(),
        v.groups() == 1 ? "" : String.format(Locale.ROOT, " in %d groups", v.groups()));
  }

  private static String dilation(Window v) {
    return v.dilationH() == 1 && v.dilationW() == 1
        ? ""
        : v.dilationH() == v.dilationW()
            ? ", dilation " + v.dilationH()
        : String.format(Locale.ROOT, ", dilation %d×%d", v.dilationH(), v.dilationW());
  }

  /** What becomes of a finished sum: {@code y = max(y + bias, 0)}; empty if it is stored as it is. */
  public static Optional<String> finish(Contraction contraction, Epilogue epilogue) {
    if (epilogue.isNone()) {
      return Optional.empty();
    }
    String result = resultName(contraction);
    List<String> names = new ArrayList<>(List.of(result));
    epilogue.inputs().forEach(input -> names.add(input.name()));
    return Optional.of("%s = %s".formatted(result, Formula.of(epilogue.value(), names)));
  }

  private static String formula(Contraction contraction) {
    return switch (contraction) {
      case ConvForward(Window v) ->
          "y[n,p,q,k] = Σ r,s,c  x[n, %s, %s, c] · w[r,c,s,k]".formatted(row(v), column(v));
      case ConvInputGradient(Window v) ->
          "dx[n,h,w,c] = Σ r,s,k  dy[n,p,q,k] · w[r,c,s,k]   where h = %s, w = %s"
              .formatted(row(v), column(v));
      case ConvFilterGradient(Window v) ->
          "dw[r,c,s,k] = Σ n,p,q  x[n, %s, %s, c] · dy[n,p,q,k]".formatted(row(v), column(v));
      case MatMul _ -> "y[m,k] = Σ c  x[m,c] · w[c,k]";
      case MatMulInputGradient _ -> "dx[m,c] = Σ k  dy[m,k] · w[c,k]";
      case MatMulFilterGradient _ -> "dw[c,k] = Σ m  x[m,c] · dy[m,k]";
      case BatchMatMul(_, _, _, _, Stack a, Stack b, Stack y) ->
          "y[%s] = Σ c  a[%s] · b[%s]"
              .formatted(indices(y, "m", "k"), indices(a, "m", "c"), indices(b, "c", "k"));
    };
  }

  /** The letters of a stack's axes as they are stored; {@code n,h} first unless the rows of matrices alternate. */
  private static String indices(Stack stack, String row, String column) {
    String inRow = stack.transposed() ? row : column;
    String ofRows = stack.transposed() ? column : row;
    return stack.matrix() < stack.row()
        ? "n,%s,h,%s".formatted(ofRows, inRow)
        : "n,h,%s,%s".formatted(ofRows, inRow);
  }

  private static String row(Window v) {
    return tap("p", v.strideH(), v.padTop(), v.dilationH(), "r");
  }

  private static String column(Window v) {
    return tap("q", v.strideW(), v.padLeft(), v.dilationW(), "s");
  }

  private static String tap(String out, int stride, int pad, int dilation, String filter) {
    String scaled = stride == 1 ? out : stride + out;
    String tap = dilation == 1 ? filter : dilation + filter;
    return pad == 0 ? scaled + "+" + tap : String.format(Locale.ROOT, "%s−%d+%s", scaled, pad, tap);
  }

  private static String resultName(Contraction contraction) {
    return switch (contraction) {
      case ConvForward _, MatMul _, BatchMatMul _ -> "y";
      case ConvInputGradient _, MatMulInputGradient _ -> "dx";
      case ConvFilterGradient _, MatMulFilterGradient _ -> "dw";
    };
  }

  /** Names and shapes of both factors and of the result, and the floats of one sample that move. */
  private record Shapes(
      String first,
      String firstShape,
      String second,
      String secondShape,
      String resultShape,
      int channels,
      long floats,
      long resultFloats) {

    static Shapes of(Contraction contraction) {
      return switch (contraction) {
        case ConvForward(Window v) ->
            new Shapes("x", in(v), "w", filter(v), out(v), v.k(), inSize(v) + outSize(v),
                outSize(v));
        case ConvInputGradient(Window v) ->
            new Shapes("dy", out(v), "w", filter(v), in(v), v.c(), inSize(v) + outSize(v),
                inSize(v));
        case ConvFilterGradient(Window v) ->
            new Shapes("x", in(v), "dy", out(v), filter(v), v.k(), inSize(v) + outSize(v), 0);
        case MatMul(int m, int c, int k) ->
            new Shapes(
                "x", rows(m, c), "w", matrix(c, k), rows(m, k), k, (long) m * (c + k),
                (long) m * k);
        case MatMulInputGradient(int m, int c, int k) ->
            new Shapes(
                "dy", rows(m, k), "w", matrix(c, k), rows(m, c), c, (long) m * (c + k),
                (long) m * c);
        case MatMulFilterGradient(int m, int c, int k) ->
            new Shapes(
                "x", rows(m, c), "dy", rows(m, k), matrix(c, k), k, (long) m * (c + k), 0);
        case BatchMatMul(int h, int m, int c, int k, Stack a, Stack b, Stack y) ->
            new Shapes(
                "a",
                stack(a, h, m, c),
                "b",
                stack(b, h, c, k),
                stack(y, h, m, k),
                k,
                (long) h * (m * c + c * k + m * k),
                (long) h * m * k);
      };
    }

    private static String stack(Stack stack, int h, int rows, int columns) {
      int ofRows = stack.transposed() ? columns : rows;
      int inRow = stack.transposed() ? rows : columns;
      return stack.matrix() < stack.row()
          ? String.format(Locale.ROOT, "f32[n, %d, %d, %d]", ofRows, h, inRow)
          : String.format(Locale.ROOT, "f32[n, %d, %d, %d]", h, ofRows, inRow);
    }

    private static String in(Window v) {
      return String.format(Locale.ROOT, "f32[n, %d, %d, %d]", v.h(), v.w(), v.c());
    }

    private static String out(Window v) {
      return String.format(Locale.ROOT, "f32[n, %d, %d, %d]", v.p(), v.q(), v.k());
    }

    private static String filter(Window v) {
      return String.format(Locale.ROOT, "f32[%d, %d, %d, %d]", v.r(), v.groupChannels(), v.s(),
          v.k());
    }

    private static String rows(int m, int channels) {
      return m == 1 ? String.format(Locale.ROOT, "f32[n, %d]", channels)
          : String.format(Locale.ROOT, "f32[n, %d, %d]", m, channels);
    }

    private static String matrix(int c, int k) {
      return String.format(Locale.ROOT, "f32[%d, %d]", c, k);
    }

    private static long inSize(Window v) {
      return (long) v.h() * v.w() * v.c();
    }

    private static long outSize(Window v) {
      return (long) v.p() * v.q() * v.k();
    }
  }
}

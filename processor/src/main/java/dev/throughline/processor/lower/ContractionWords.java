package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.Contraction.Stack;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.DirectRows;
import dev.throughline.processor.schedule.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a contraction is called, and what is said about it. */
record ContractionWords(Contraction contraction, ContractionSchedule schedule, Epilogue epilogue)
    implements Emitter.Naming {

  /** Multiply-adds of a product, counted twice as is usual. */
  static Int operations(Int rows, Int in, Int out) {
    return Int.product(List.of(Int.of(2), rows, in, out));
  }

  /** Likewise of a convolution of each sample, border taps included. */
  static Int operations(WindowSizes sizes) {
    return Int.product(
        List.of(
            Int.of(2), sizes.p(), sizes.q(), sizes.groups(), sizes.k(), sizes.r(), sizes.s(),
            sizes.isChannelwise() ? Int.ONE : sizes.c()));
  }

  @Override
  public String purpose(UnaryOperator<Int> known) {
    Numbers n = new Numbers(known);
    return switch (contraction) {
      case ConvForward(Window v) -> filter(v, n) + ".";
      case ConvInputGradient(Window v) -> "Input gradient of the " + filter(v, n) + ".";
      case ConvFilterGradient(Window v) -> "Filter gradient of the " + filter(v, n) + ".";
      case MatMul _ -> "Matrix product, " + n.of("C") + " to " + n.of("K") + " channels.";
      case MatMulInputGradient _ ->
          "Input gradient of the matrix product, %s to %s channels."
              .formatted(n.of("C"), n.of("K"));
      case MatMulFilterGradient _ ->
          "Filter gradient of the matrix product, %s to %s channels."
              .formatted(n.of("C"), n.of("K"));
      case BatchMatMul _ ->
          "%s products a sample, %s×%s by %s×%s."
              .formatted(n.of("MATRICES"), n.of("M"), n.of("C"), n.of("C"), n.of("K"));
    };
  }

  private String filter(Window v, Numbers n) {
    String groups = v.groups() == 1 ? "" : " in " + n.of("GROUPS") + " groups";
    return "%s×%s convolution%s%s, %s to %s channels%s"
        .formatted(
            n.of("R"), n.of("S"),
            distance("stride", own("STRIDE", v.strideH(), n),
                own("STRIDE_COLUMNS", v.strideW(), n)),
            distance("dilation", own("DILATION", v.dilationH(), n),
                own("DILATION_COLUMNS", v.dilationW(), n)),
            n.of("C"), n.of("K"), v.isChannelwise() ? ", each by itself" : groups);
  }

  /** {@code , stride 2}; nothing of 1. */
  private static String distance(String what, String rows, String columns) {
    return rows.equals("1") && columns.equals("1") ? ""
        : rows.equals(columns) || columns.equals(rows + "_COLUMNS") ? ", " + what + " " + rows
        : ", %s %s×%s".formatted(what, rows, columns);
  }

  /** An input gradient has its stride and dilation built in; of others they are sizes. */
  private String own(String extent, int number, Numbers n) {
    return contraction instanceof ConvInputGradient ? String.valueOf(number) : n.of(extent);
  }

  @Override
  public String name(UnaryOperator<Int> known) {
    return plainName(new Numbers(known)) + finishing();
  }

  private String plainName(Numbers n) {
    return switch (contraction) {
      case ConvForward _ -> "conv" + n.taps();
      case ConvInputGradient _ -> "convInputGradient" + n.taps();
      case ConvFilterGradient _ -> "convFilterGradient" + n.taps();
      case MatMul _ -> "matMul";
      case MatMulInputGradient _ -> "matMulInputGradient";
      case MatMulFilterGradient _ -> "matMulFilterGradient";
      case BatchMatMul(_, _, _, _, Stack a, Stack b, _) ->
          "products" + (a.transposed() ? "TransposedA" : "")
              + (b.transposed() ? "TransposedB" : "");
    };
  }

  @Override
  public List<String> apart(UnaryOperator<Int> known) {
    List<String> words = new ArrayList<>();
    window().ifPresent(
        v -> {
          String stride = own("STRIDE", v.strideH(), new Numbers(known));
          if (!stride.equals("1") && !stride.equals("STRIDE")) {
            words.add("Stride" + stride);
          }
          if (v.dilationH() != 1 || v.dilationW() != 1) {
            words.add("Dilated");
          }
          if (v.groups() != 1) {
            words.add("Grouped");
          }
        });
    if (schedule instanceof DirectRows rows) {
      if (rows.plan().slides()) {
        words.add("Sliding");
      }
      if (rows.direct()) {
        words.add("Borderless");
      }
    }
    schedule.tiles(Registers.MANY).forEach(tile -> words.add(capital(tile.name())));
    schedule.tiles(Registers.FEW).forEach(tile -> words.add("Or" + capital(tile.name())));
    return words;
  }

  /** What an epilogue reads and does: {@code ShiftSkipRelu}. */
  private String finishing() {
    StringBuilder words = new StringBuilder();
    epilogue.inputs().forEach(input -> words.append(capital(input.name())));
    if (epilogue.value() instanceof Expr.Unary(Expr.UnaryOp op, _)) {
      words.append(capital(op.name().toLowerCase(Locale.ROOT)));
    }
    return words.toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private Optional<Window> window() {
    return switch (contraction) {
      case ConvForward(Window v) -> Optional.of(v);
      case ConvInputGradient(Window v) -> Optional.of(v);
      case ConvFilterGradient(Window v) -> Optional.of(v);
      case MatMul _, MatMulInputGradient _, MatMulFilterGradient _, BatchMatMul _ ->
          Optional.empty();
    };
  }

  @Override
  public List<String> formula(UnaryOperator<Int> known) {
    String sum = sum(new Numbers(known));
    return epilogue.isNone() ? List.of(sum)
        : List.of(sum, "%s = %s".formatted(result(), finished(result())));
  }

  @Override
  public List<String> brief(UnaryOperator<Int> known) {
    return List.of("%s = %s".formatted(result(), finished(product())));
  }

  private String finished(String sum) {
    List<String> names = new ArrayList<>(List.of(sum));
    epilogue.inputs().forEach(input -> names.add(input.name()));
    return Formula.of(epilogue.value(), names);
  }

  private String result() {
    return switch (contraction) {
      case ConvForward _, MatMul _, BatchMatMul _ -> "y";
      case ConvInputGradient _, MatMulInputGradient _ -> "dx";
      case ConvFilterGradient _, MatMulFilterGradient _ -> "dw";
    };
  }

  private String product() {
    return switch (contraction) {
      case ConvForward _ -> "(x ∗ w)";
      case ConvInputGradient _ -> "(dy ∗ wᵀ)";
      case ConvFilterGradient _ -> "(x ∗ dy)";
      case MatMul _ -> "(x · w)";
      case MatMulInputGradient _ -> "(dy · wᵀ)";
      case MatMulFilterGradient _ -> "(xᵀ · dy)";
      case BatchMatMul(_, _, _, _, Stack a, Stack b, _) ->
          "(a%s · b%s)".formatted(a.transposed() ? "ᵀ" : "", b.transposed() ? "ᵀ" : "");
    };
  }

  private String sum(Numbers n) {
    return switch (contraction) {
      case ConvForward _ ->
          "y[n,p,q,k] = Σ r,s,c  x[n, %s, %s, c] · w[r,c,s,k]".formatted(n.row(), n.column());
      case ConvInputGradient(Window v) when v.strideH() == 1 && v.strideW() == 1 ->
          "dx[n,h,w,c] = Σ r,s,k  dy[n, %s, %s, k] · w[%s−1−r, c, %s−1−s, k]"
              .formatted(
                  Numbers.tap("h", "1", n.of("TOP"), "" + v.dilationH(), "r"),
                  Numbers.tap("w", "1", n.of("LEFT"), "" + v.dilationW(), "s"), n.of("R"), n.of("S"));
      case ConvInputGradient(Window v) ->
          "dx[n,h,w,c] = Σ r,s,k  dy[n,p,q,k] · w[r,c,s,k]   where h = %s, w = %s"
              .formatted(
                  tap("p", v.strideH(), v.padTop(), v.dilationH(), "r"),
                  tap("q", v.strideW(), v.padLeft(), v.dilationW(), "s"));
      case ConvFilterGradient _ ->
          "dw[r,c,s,k] = Σ n,p,q  x[n, %s, %s, c] · dy[n,p,q,k]".formatted(n.row(), n.column());
      case MatMul _ -> "y[m,k] = Σ c  x[m,c] · w[c,k]";
      case MatMulInputGradient _ -> "dx[m,c] = Σ k  dy[m,k] · w[c,k]";
      case MatMulFilterGradient _ -> "dw[c,k] = Σ m  x[m,c] · dy[m,k]";
      case BatchMatMul(_, _, _, _, Stack a, Stack b, Stack y) ->
          "y[%s] = Σ c  a[%s] · b[%s]"
              .formatted(indices(y, "m", "k"), indices(a, "m", "c"), indices(b, "c", "k"));
    };
  }

  private static String tap(String out, int stride, int pad, int dilation, String filter) {
    String scaled = stride == 1 ? out : stride + out;
    String tap = dilation == 1 ? filter : dilation + filter;
    return pad == 0 ? scaled + "+" + tap : String.format(Locale.ROOT, "%s−%d+%s", scaled, pad, tap);
  }

  /** The letters of a stack's axes as they are stored; {@code n,h} first unless the rows of matrices alternate. */
  private static String indices(Stack stack, String row, String column) {
    String inRow = stack.transposed() ? row : column;
    String ofRows = stack.transposed() ? column : row;
    return stack.matrix() < stack.row()
        ? "n,%s,h,%s".formatted(ofRows, inRow)
        : "n,h,%s,%s".formatted(ofRows, inRow);
  }

  /** Sizes as numbers where all launches agree, else by their names. */
  private record Numbers(UnaryOperator<Int> known) {
    String of(String extent) {
      return switch (known.apply(Int.extent(extent))) {
        case Int.Number(int number) -> Integer.toString(number);
        default -> extent;
      };
    }

    /** {@code 3x3}, if that is known. */
    String taps() {
      String rows = of("R");
      String columns = of("S");
      return rows.equals("R") || columns.equals("S") ? "" : rows + "x" + columns;
    }

    String row() {
      return tap("p", of("STRIDE"), of("TOP"), of("DILATION"), "r");
    }

    String column() {
      return tap("q", of("STRIDE_COLUMNS"), of("LEFT"), of("DILATION_COLUMNS"), "s");
    }

    /** {@code 2p−1+r}. */
    private static String tap(
        String out, String stride, String border, String dilation, String filter) {
      String less =
          border.equals("0") ? ""
              : border.startsWith("-") ? "+" + border.substring(1) : "−" + border;
      return times(stride, out) + less + "+" + times(dilation, filter);
    }

    private static String times(String factor, String letter) {
      return factor.equals("1") ? letter
          : Character.isDigit(factor.charAt(0)) ? factor + letter : factor + "·" + letter;
    }
  }
}

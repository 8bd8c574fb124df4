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
import dev.throughline.processor.schedule.PanelProduct;
import dev.throughline.processor.schedule.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a contraction is called, and what is said about it. */
record ContractionWords(
    Contraction contraction, ContractionSchedule schedule, Fetch fetch, Finish finish)
    implements Emitter.Naming {
  /** What a product is called in a formula that goes on with it twice. */
  private static final String PRODUCT = "v";

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
    String plain = plainName(new Numbers(known));
    return (fetch.isTensor() ? plain : fetch.verb() + capital(plain)) + finishing();
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
    finish.epilogue().inputs().forEach(input -> words.append(capital(input.name())));
    if (finish.epilogue().value() instanceof Expr.Unary(Expr.UnaryOp op, _)) {
      words.append(capital(op.name().toLowerCase(Locale.ROOT)));
    }
    return finish.sums().isEmpty() ? words.toString() : words.append("Summed").toString();
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
    Numbers n = new Numbers(known);
    List<String> lines = new ArrayList<>(weights(n));
    if (!fetch.isTensor()) {
      lines.add(fetched());
    }
    String product = sumsProduct() ? PRODUCT : result();
    lines.add(product + sum(n));
    if (!finish.epilogue().isNone()) {
      lines.add("%s = %s".formatted(result(), finished(product)));
    }
    lines.addAll(sums(product));
    return lines;
  }

  /** {@code a[n,m,c] = max(x[n,m,c] · scale[c] + shift[c], 0)}: what takes the place of x, or of dy. */
  private String fetched() {
    String channel = isBackwards() ? "k" : "c";
    List<String> operands = new ArrayList<>();
    for (Epilogue.Input input : fetch.inputs()) {
      boolean whole = input.kind() == Epilogue.Kind.ELEMENT;
      operands.add("%s[%s]".formatted(input.name(), whole ? "n,m," + channel : channel));
    }
    return "%s[n,m,%s] = %s".formatted(
        factor(), channel, Formula.of(fetch.value(), operands));
  }

  private boolean isBackwards() {
    return contraction instanceof MatMulInputGradient;
  }

  /** What the first factor is called in formulas. */
  private String factor() {
    return isBackwards() ? fetch.isTensor() ? "dy" : "g" : fetch.isTensor() ? "x" : "a";
  }

  /** The first factor where its formula would be read with others. */
  private String factorInBrief() {
    List<String> names = fetch.inputs().stream().map(Epilogue.Input::name).toList();
    return fetch.isTensor() ? factor() : Formula.factor(fetch.value(), names);
  }

  /** Where a weight lies among its panels. */
  private List<String> weights(Numbers n) {
    return switch (schedule) {
      case DirectRows rows ->
          contraction instanceof ConvForward ? PanelWords.forward(rows.plan(), n)
              : PanelWords.backward(rows.plan(), n);
      case PanelProduct product ->
          PanelWords.product(contraction instanceof MatMul, product.panels().width());
      default -> List.of();
    };
  }

  @Override
  public List<String> brief(UnaryOperator<Int> known) {
    List<String> lines =
        new ArrayList<>(List.of("%s = %s".formatted(result(), finished(product()))));
    lines.addAll(sums(product()));
    return lines;
  }

  private boolean sumsProduct() {
    return finish.sums().all().stream().anyMatch(FinishedSums.Sum::ofProduct);
  }

  private List<String> sums(String product) {
    List<String> lines = new ArrayList<>();
    for (FinishedSums.Sum sum : finish.sums().all()) {
      List<String> names = new ArrayList<>(List.of(sum.ofProduct() ? product : result()));
      sum.inputs().forEach(input -> names.add(input.name()));
      lines.add(
          "%s = Σ %s  %s".formatted(
              sum.result(), positions(), Formula.term(sum.value(), names)));
    }
    return lines;
  }

  /** The letters of the positions of the result. */
  private String positions() {
    return switch (contraction) {
      case ConvInputGradient _ -> "h,w";
      case ConvForward _, ConvFilterGradient _ -> "p,q";
      case MatMul _, MatMulInputGradient _, MatMulFilterGradient _, BatchMatMul _ -> "row";
    };
  }

  private String finished(String sum) {
    List<String> names = new ArrayList<>(List.of(sum));
    finish.epilogue().inputs().forEach(input -> names.add(input.name()));
    return Formula.of(finish.epilogue().value(), names);
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
      case MatMul _ -> "(" + factorInBrief() + " · w)";
      case MatMulInputGradient _ -> "(" + factorInBrief() + " · wᵀ)";
      case MatMulFilterGradient _ -> "(" + factorInBrief() + "ᵀ · dy)";
      case BatchMatMul(_, _, _, _, Stack a, Stack b, _) ->
          "(a%s · b%s)".formatted(a.transposed() ? "ᵀ" : "", b.transposed() ? "ᵀ" : "");
    };
  }

  /** What comes behind the name of the product: its subscripts, and the sum. */
  private String sum(Numbers n) {
    return switch (contraction) {
      case ConvForward(Window v) ->
          "[n,p,q,%s] = Σ %s  x[n, %s, %s, %s] · w[r,%s,s,%s]".formatted(
              filterOf(v, n), v.isChannelwise() ? "r,s" : "r,s,c", row(n), column(n),
              channelOf(v, n), v.isChannelwise() ? "0" : "c", filterOf(v, n));
      case ConvInputGradient(Window v) when v.strideH() == 1 && v.strideW() == 1 ->
          "[n,h,w,%s] = Σ %s  dy[n, %s, %s, %s] · w[%s−1−r, %s, %s−1−s, %s]"
              .formatted(
                  channelOf(v, n), v.isChannelwise() ? "r,s" : "r,s,k",
                  n.tap("h", "", "TOP", String.valueOf(v.dilationH()), "r"),
                  n.tap("w", "", "LEFT", String.valueOf(v.dilationW()), "s"),
                  filterOf(v, n), n.of("R"), v.isChannelwise() ? "0" : "c", n.of("S"),
                  filterOf(v, n));
      case ConvInputGradient(Window v) ->
          "[n,h,w,%s] = Σ p,q,%s  dy[n,p,q,%s] · w[r,%s,s,%s]   where h = %s, w = %s"
              .formatted(
                  channelOf(v, n), v.isChannelwise() ? "r,s" : "r,s,k", filterOf(v, n),
                  v.isChannelwise() ? "0" : "c", filterOf(v, n),
                  tap("p", v.strideH(), v.padTop(), v.dilationH(), "r"),
                  tap("q", v.strideW(), v.padLeft(), v.dilationW(), "s"));
      case ConvFilterGradient(Window v) ->
          "[split,r,%s,s,%s] = Σ n,p,q  x[n, %s, %s, %s] · dy[n,p,q,%s]   where n is in split"
              .formatted(
                  v.isChannelwise() ? "0" : "c", filterOf(v, n), row(n), column(n),
                  channelOf(v, n), filterOf(v, n));
      case MatMul _ -> "[n,m,k] = Σ c  %s[n,m,c] · w[c,k]".formatted(factor());
      case MatMulInputGradient _ -> "[n,m,c] = Σ k  %s[n,m,k] · w[c,k]".formatted(factor());
      case MatMulFilterGradient _ ->
          "[split,c,k] = Σ n,m  %s[n,m,c] · dy[n,m,k]   where n is in split"
              .formatted(factor());
      case BatchMatMul(_, _, _, _, Stack a, Stack b, Stack y) ->
          "[%s] = Σ c  a[%s] · b[%s]"
              .formatted(indices(y, "m", "k"), indices(a, "m", "c"), indices(b, "c", "k"));
    };
  }

  private static String row(Numbers n) {
    return n.tap("p", "STRIDE", "TOP", "DILATION", "r");
  }

  private static String column(Numbers n) {
    return n.tap("q", "STRIDE_COLUMNS", "LEFT", "DILATION_COLUMNS", "s");
  }

  /** A channel of the input; that of a group by its place in it. */
  private static String channelOf(Window v, Numbers n) {
    return v.isChannelwise() ? "k" : v.groups() == 1 ? "c" : "group·" + n.symbol("C") + " + c";
  }

  private static String filterOf(Window v, Numbers n) {
    return v.isChannelwise() || v.groups() == 1 ? "k" : "group·" + n.symbol("K") + " + k";
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
}

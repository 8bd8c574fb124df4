package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;
import java.util.Locale;

/** Prints a node as one line of a trace. */
final class NodeText {
  private NodeText() {}

  /** {@code %12 = conv2d(%3, %4) 3×3 : f32[n, 16, 32, 32]   stem}. */
  static String of(Node node) {
    List<String> inputs = node.inputs().stream().map(i -> "%" + i.id()).toList();
    String line =
        String.format(Locale.ROOT, "%%%d = %s : %s   %s", node.id(), value(node.op(), inputs),
            node.type(), node.origin().member());
    return line.stripTrailing();
  }

  private static String value(Primitive op, List<String> inputs) {
    String of = "(" + String.join(", ", inputs) + ")";
    return switch (op) {
      case Primitive.Input(String name, var role) -> lower(role) + " " + name;
      case Primitive.Parameter(ParameterInfo info) ->
          "parameter %s from %s".formatted(info.name(), info.initializer());
      case Primitive.State(String name, Initializer initial) ->
          "state %s from %s".formatted(name, initial);
      case Primitive.Constant(float value, boolean overBatch) -> value + (overBatch ? "/n" : "");
      case Primitive.Map(Expr body) -> Formula.of(body, inputs);
      case Primitive.Spread(Axes axes) -> "spread%s along all but %s".formatted(of, lower(axes));
      case Primitive.Reduce(Reduction reduction, Axes axes) ->
          "%s%s along all but %s".formatted(lower(reduction), of, lower(axes));
      case Primitive.Moments() -> "moments" + of;
      case Primitive.Pick(int row) ->
          String.format(Locale.ROOT, "row %d of %s", row, inputs.getFirst());
      case Primitive.MatMul() -> "matmul" + of;
      case Primitive.MatMulInputGradient() -> "matmul-dx" + of;
      case Primitive.MatMulFilterGradient() -> "matmul-dw" + of;
      case Primitive.BatchMatMul(boolean a, boolean b) ->
          "%s ·%s%s %s per sample"
              .formatted(inputs.get(0), a ? "ᵀ" : "", b ? " transposed" : "", inputs.get(1));
      case Primitive.Gather() -> "rows %s of %s".formatted(inputs.get(0), inputs.get(1));
      case Primitive.GatherGradient() -> "gather-dtable" + of;
      case Primitive.Conv2d(Window window) -> "conv2d" + of + window(window);
      case Primitive.Conv2dInputGradient(Window window) -> "conv2d-dx" + of + window(window);
      case Primitive.Conv2dFilterGradient(Window window) -> "conv2d-dw" + of + window(window);
      case Primitive.Pool(Pooling pooling, Window window) ->
          "%s-pool".formatted(lower(pooling)) + of + window(window);
      case Primitive.PoolGradient(Pooling pooling, Window window) ->
          "%s-pool-dx".formatted(lower(pooling)) + of + window(window);
      case Primitive.BinMeans(int axis, int count) ->
          String.format(Locale.ROOT, "bin-means%s of %d along axis %d", of, count, axis);
      case Primitive.BinMeansGradient(int axis, int in) ->
          String.format(Locale.ROOT, "bin-means-dx%s of %d along axis %d", of, in, axis);
      case Primitive.Reshape() -> "reshape" + of;
      case Primitive.Permute(List<Integer> order) -> "permute%s by %s".formatted(of, order);
      case Primitive.Slice(List<Integer> start, List<Integer> stride) ->
          "slice%s from %s by %s".formatted(of, start, stride);
      case Primitive.Scatter(List<Integer> start, List<Integer> stride) ->
          "scatter%s to %s by %s".formatted(of, start, stride);
      case Primitive.Concat() -> "concat" + of;
      case Primitive.StateUpdate() -> "%s ← %s".formatted(inputs.get(0), inputs.get(1));
    };
  }

  private static String window(Window w) {
    String text =
        String.format(Locale.ROOT, " %d×%d by (%d, %d) pad (%d, %d)", w.r(), w.s(), w.strideH(),
            w.strideW(), w.padTop(), w.padLeft());
    boolean dilated = w.dilationH() != 1 || w.dilationW() != 1;
    return text
        + (dilated ? String.format(Locale.ROOT, " dilated (%d, %d)", w.dilationH(), w.dilationW())
            : "")
        + (w.groups() != 1 ? String.format(Locale.ROOT, " in %d groups", w.groups()) : "");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Layout;
import dev.throughline.processor.fusion.Views;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.schedule.Contraction.Stack;
import java.util.List;
import java.util.Optional;

/** Which sum of products a node is. */
final class Contractions {
  private Contractions() {}

  static Contraction of(Node node, Views views) {
    return switch (node.op()) {
      case Primitive.Conv2d(Window v) -> new Contraction.ConvForward(v);
      case Primitive.Conv2dInputGradient(Window v) -> new Contraction.ConvInputGradient(v);
      case Primitive.Conv2dFilterGradient(Window v) -> new Contraction.ConvFilterGradient(v);
      case Primitive.MatMul _ ->
          new Contraction.MatMul(
              rows(node), node.input(0).type().features(), node.type().features());
      case Primitive.MatMulInputGradient _ ->
          new Contraction.MatMulInputGradient(
              rows(node), node.type().features(), node.input(0).type().features());
      case Primitive.MatMulFilterGradient _ ->
          new Contraction.MatMulFilterGradient(
              rows(node), node.input(0).type().features(), node.input(1).type().features());
      case Primitive.BatchMatMul(boolean transposeA, boolean transposeB) ->
          batchMatMul(node, views, transposeA, transposeB);
      default -> throw new IllegalArgumentException(node + " is no contraction");
    };
  }

  /** Rows of each sample. */
  private static int rows(Node product) {
    return Math.toIntExact(product.input(0).type().positions());
  }

  private static Contraction batchMatMul(
      Node node, Views views, boolean transposeA, boolean transposeB) {
    List<Integer> extents = node.type().extents();
    int m = extents.get(extents.size() - 2);
    int k = extents.getLast();
    int matrices = Math.toIntExact(node.type().elements() / m / k);
    List<Integer> left = node.input(0).type().extents();
    int c = left.get(transposeA ? left.size() - 2 : left.size() - 1);
    return new Contraction.BatchMatMul(
        matrices,
        m,
        c,
        k,
        stack(node.input(0), views, transposeA),
        stack(node.input(1), views, transposeB),
        stack(node, views, false));
  }

  private static Stack stack(Node node, Views views, boolean transposed) {
    Layout layout = views.layout(node);
    List<Integer> extents = node.type().extents();
    int axes = extents.size();
    int rows = extents.get(axes - 2);
    int columns = extents.getLast();
    if (layout.isDense(node.type())) {
      int matrices = Math.toIntExact(node.type().elements() / rows / columns);
      return Stack.dense(matrices, rows, columns, transposed);
    }
    Optional<Long> byMatrix = layout.pitch(node.type(), 1);
    long row = byMatrix.or(() -> layout.interleaved(node.type())).orElseThrow();
    long matrix = byMatrix.isPresent() ? rows * row : layout.strides().getFirst();
    return new Stack(
        Math.toIntExact(layout.sample()), Math.toIntExact(matrix), Math.toIntExact(row),
        transposed);
  }
}

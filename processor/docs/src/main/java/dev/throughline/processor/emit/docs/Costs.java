package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;

/** What a node costs. */
final class Costs {
  private Costs() {}

  /** Multiply-adds of one sample, counted twice; 0 for what is no convolution or matrix product. */
  static long flops(Node node) {
    return switch (node.op()) {
      case Primitive.Conv2d(var window) -> window.flops();
      case Primitive.MatMul _ ->
          2 * node.input(0).type().positions() * node.input(1).type().elements();
      case Primitive.BatchMatMul(boolean transposeA, _) -> {
        var inner = node.input(0).type().extents();
        yield 2
            * node.type().elements()
            * inner.get(transposeA ? inner.size() - 2 : inner.size() - 1);
      }
      case Primitive.Gather _, Primitive.GatherGradient _ -> 0;
      case Primitive.Conv2dInputGradient _, Primitive.Conv2dFilterGradient _ -> 0;
      case Primitive.MatMulInputGradient _, Primitive.MatMulFilterGradient _ -> 0;
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _ -> 0;
      case Primitive.Constant _, Primitive.Map _, Primitive.Spread _ -> 0;
      case Primitive.Reduce _, Primitive.Moments _, Primitive.Pick _ -> 0;
      case Primitive.Pool _, Primitive.PoolGradient _, Primitive.StateUpdate _ -> 0;
      case Primitive.BinMeans _, Primitive.BinMeansGradient _ -> 0;
      case Primitive.Reshape _, Primitive.Permute _, Primitive.Slice _, Primitive.Scatter _ -> 0;
      case Primitive.Concat _ -> 0;
    };
  }
}

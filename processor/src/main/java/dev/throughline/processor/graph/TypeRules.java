package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.Pooling;
import java.util.ArrayList;
import java.util.List;

/** What each primitive requires of the types of its inputs and of its result. */
final class TypeRules {
  private TypeRules() {}

  /** Whether {@code node}'s type is one that its primitive can make of its inputs. */
  static boolean hold(Node node) {
    return hold(node.op(), node.type(), node.inputs().stream().map(Node::type).toList());
  }

  private static boolean hold(Primitive op, TensorType y, List<TensorType> in) {
    return switch (op) {
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _ -> in.isEmpty();
      case Primitive.Constant _ -> in.isEmpty() && y.equals(TensorType.SCALAR);
      case Primitive.Map _ ->
          !in.isEmpty() && in.stream().allMatch(x -> x.numbers().equals(y));
      case Primitive.Spread(Axes axes) ->
          in.size() == 1 && in.get(0).numbers().equals(y.along(axes));
      case Primitive.Reduce(_, Axes axes) -> in.size() == 1 && y.equals(in.get(0).along(axes));
      case Primitive.Moments _ ->
          in.size() == 1 && y.equals(TensorType.fixed(2, in.get(0).features()));
      case Primitive.Pick(int row) ->
          ResultTypes.isTable(in.get(0)) && row < in.get(0).extents().get(0)
              && y.equals(TensorType.fixed(in.get(0).features()));
      case Primitive.MatMul _ -> product(in.get(0), in.get(1), y);
      case Primitive.MatMulInputGradient _ -> product(y, in.get(1), in.get(0));
      case Primitive.MatMulFilterGradient _ -> product(in.get(0), y, in.get(1));
      case Primitive.BatchMatMul(boolean transposeA, boolean transposeB) ->
          stacks(in.get(0), transposeA, in.get(1), transposeB, y);
      case Primitive.Gather _ -> rows(in.get(0), in.get(1), y);
      case Primitive.GatherGradient _ -> rows(in.get(0), y, in.get(1));
      case Primitive.Conv2d(Window v) -> convolution(v, in.get(0), in.get(1), y);
      case Primitive.Conv2dInputGradient(Window v) -> convolution(v, y, in.get(1), in.get(0));
      case Primitive.Conv2dFilterGradient(Window v) -> convolution(v, in.get(0), y, in.get(1));
      case Primitive.Pool(_, Window v) ->
          v.c() == v.k() && in.get(0).equals(v.input()) && y.equals(v.output());
      case Primitive.PoolGradient(Pooling pooling, Window v) ->
          y.equals(v.input()) && in.equals(pooled(pooling, v));
      case Primitive.BinMeans(int axis, int count) ->
          y.equals(ResultTypes.withExtent(in.get(0), axis, count));
      case Primitive.BinMeansGradient(int axis, int extent) ->
          y.equals(ResultTypes.withExtent(in.get(0), axis, extent));
      case Primitive.Reshape _ ->
          y.batched() == in.get(0).batched() && y.elements() == in.get(0).elements();
      case Primitive.Permute(var order) -> y.equals(ResultTypes.permute(in.get(0), order));
      case Primitive.Slice(var start, var stride) -> within(y, start, stride, in.get(0));
      case Primitive.Scatter(var start, var stride) -> within(in.get(0), start, stride, y);
      case Primitive.Concat _ -> concatenated(in, y);
      case Primitive.StateUpdate _ ->
          in.size() == 2 && in.get(0).equals(in.get(1)) && y.equals(in.get(1));
    };
  }

  /** Whether {@code y[…, k] = x[…, c] · w[c, k]} can be. */
  private static boolean product(TensorType x, TensorType w, TensorType y) {
    return ResultTypes.isTable(w)
        && x.features() == w.extents().get(0)
        && y.equals(x.withFeatures(w.features()));
  }

  private static boolean stacks(
      TensorType a, boolean transposeA, TensorType b, boolean transposeB, TensorType y) {
    List<Integer> left = transposeA ? exchanged(a) : a.extents();
    List<Integer> right = transposeB ? exchanged(b) : b.extents();
    int stack = left.size() - 2;
    if (stack < 0 || right.size() != left.size() || !a.batched() || !b.batched()) {
      return false;
    }
    List<Integer> extents = new ArrayList<>(left.subList(0, stack + 1));
    extents.add(right.getLast());
    return left.subList(0, stack).equals(right.subList(0, stack))
        && left.getLast().equals(right.get(stack))
        && y.equals(new TensorType(true, extents));
  }

  /** The extents with the last two exchanged. */
  private static List<Integer> exchanged(TensorType type) {
    List<Integer> extents = new ArrayList<>(type.extents());
    extents.add(extents.remove(extents.size() - 2));
    return extents;
  }

  private static boolean rows(TensorType indices, TensorType table, TensorType y) {
    List<Integer> extents = new ArrayList<>(indices.extents());
    extents.add(table.features());
    return ResultTypes.isTable(table)
        && indices.isIndices()
        && indices.limit() <= table.extents().get(0)
        && y.equals(new TensorType(indices.batched(), extents));
  }

  private static boolean convolution(Window v, TensorType x, TensorType w, TensorType y) {
    return x.equals(v.input()) && w.equals(v.weights()) && y.equals(v.output());
  }

  private static List<TensorType> pooled(Pooling pooling, Window v) {
    return switch (pooling) {
      case MAX -> List.of(v.input(), v.output(), v.output());
      case AVERAGE -> List.of(v.output());
    };
  }

  /** Whether each element of {@code part} lies within {@code whole}, from {@code start} on in steps of {@code stride}. */
  private static boolean within(
      TensorType part, List<Integer> start, List<Integer> stride, TensorType whole) {
    boolean fits = part.batched() == whole.batched()
        && part.extents().size() == whole.extents().size();
    for (int i = 0; fits && i < start.size(); i++) {
      int last = start.get(i) + (part.extents().get(i) - 1) * stride.get(i);
      fits = start.get(i) >= 0 && last < whole.extents().get(i);
    }
    return fits;
  }

  private static boolean concatenated(List<TensorType> in, TensorType y) {
    int features = in.stream().mapToInt(TensorType::features).sum();
    return features == y.features()
        && in.stream().allMatch(x -> x.withFeatures(features).equals(y));
  }
}

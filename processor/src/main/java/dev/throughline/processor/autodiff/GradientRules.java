package dev.throughline.processor.autodiff;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of each primitive: from the gradient of a node's value to the gradients of its inputs.
 *
 * <p>A rule is asked only for inputs that need a gradient; the others stay null and cost nothing.
 */
final class GradientRules {
  private final GraphBuilder g;

  GradientRules(GraphBuilder g) {
    this.g = g;
  }

  /** The gradients of {@code y}'s inputs, null where {@code wanted} is false. */
  List<@Nullable Node> of(Node y, Node dy, List<Boolean> wanted) {
    return switch (y.op()) {
      case Primitive.Map(Expr body) -> map(y, body, dy, wanted);
      case Primitive.Spread(Axes axes) -> one(g.sum(axes, dy));
      case Primitive.Reduce(Reduction reduction, Axes axes) -> one(reduce(y, reduction, axes, dy));
      case Primitive.Moments _ -> one(moments(y, dy));
      case Primitive.Pick(int row) -> one(pick(y, row, dy));
      case Primitive.MatMul _ ->
          two(
              wanted,
              () -> g.matMulInputGradient(dy, y.input(1)),
              () -> g.matMulFilterGradient(y.input(0), dy));
      case Primitive.BatchMatMul(boolean transposeA, boolean transposeB) ->
          batchMatMul(y, transposeA, transposeB, dy, wanted);
      case Primitive.Gather _ ->
          Arrays.asList(
              null,
              wanted.get(1) ? g.gatherGradient(y.input(0), dy, y.input(1).type()) : null);
      case Primitive.Conv2d(var window) ->
          two(
              wanted,
              () -> g.conv2dInputGradient(window, dy, y.input(1)),
              () -> g.conv2dFilterGradient(window, y.input(0), dy));
      case Primitive.Pool(var pooling, var window) ->
          one(g.poolGradient(pooling, window, y.input(0), y, dy));
      case Primitive.BinMeans(int axis, _) ->
          one(g.binMeansGradient(axis, y.input(0).type().extents().get(axis), dy));
      case Primitive.Reshape _ -> one(g.reshape(dy, y.input(0).type()));
      case Primitive.Permute(List<Integer> order) -> one(g.permute(dy, inverse(order)));
      case Primitive.Slice(var start, var stride) ->
          one(g.scatter(dy, start, stride, y.input(0).type()));
      case Primitive.Scatter(var start, var stride) ->
          one(g.slice(dy, start, stride, y.input(0).type().extents()));
      case Primitive.Concat _ -> concat(y, dy, wanted);
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _, Primitive.Constant _ ->
          List.of();
      case Primitive.MatMulInputGradient _,
          Primitive.MatMulFilterGradient _,
          Primitive.GatherGradient _,
          Primitive.Conv2dInputGradient _,
          Primitive.Conv2dFilterGradient _,
          Primitive.PoolGradient _,
          Primitive.BinMeansGradient _,
          Primitive.StateUpdate _ ->
          throw new IllegalStateException("no loss is reached through " + y);
    };
  }

  /** With A and B the operands as they are multiplied: {@code dA = dy · Bᵀ} and {@code dB = Aᵀ · dy}. */
  private List<@Nullable Node> batchMatMul(
      Node y, boolean transposeA, boolean transposeB, Node dy, List<Boolean> wanted) {
    Node a = y.input(0);
    Node b = y.input(1);
    return two(
        wanted,
        () -> transposeA
            ? g.batchMatMul(b, dy, transposeB, true)
            : g.batchMatMul(dy, b, false, !transposeB),
        () -> transposeB
            ? g.batchMatMul(dy, a, true, transposeA)
            : g.batchMatMul(a, dy, !transposeA, false));
  }

  private List<@Nullable Node> map(Node y, Expr body, Node dy, List<Boolean> wanted) {
    int arity = y.inputs().size();
    List<Node> operands = new ArrayList<>(y.inputs());
    operands.add(dy);
    operands.add(y);
    SequencedMap<Integer, Expr> gradients =
        ExprGradient.of(body, Expr.arg(arity), Expr.arg(arity + 1));
    List<@Nullable Node> result = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      Expr gradient = gradients.getOrDefault(i, Expr.ZERO);
      result.add(wanted.get(i) ? overUsed(gradient, operands) : null);
    }
    return result;
  }

  /** {@code body} over those of {@code operands} that it reads. */
  private Node overUsed(Expr body, List<Node> operands) {
    if (body instanceof Expr.Arg(int index)) {
      return operands.get(index);
    }
    List<Integer> used = new ArrayList<>(body.arguments());
    if (used.isEmpty()) {
      // A constant gradient still needs a tensor to be the shape of.
      used = List.of(operands.size() - 2);
    }
    List<Expr> renumbered = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      renumbered.add(Expr.arg(Math.max(0, used.indexOf(i))));
    }
    return g.map(body.substitute(renumbered),
        used.stream().map(operands::get).toArray(Node[]::new));
  }

  private Node reduce(Node y, Reduction reduction, Axes axes, Node dy) {
    Node x = y.input(0);
    TensorType type = x.type();
    return switch (reduction) {
      case SUM -> g.spread(dy, axes, type);
      case MEAN -> g.spread(scaled(dy, perElement(type, axes)), axes, type);
      case MAX ->
          g.map(
              new Expr.Select(Compare.EQUAL, Expr.arg(0), Expr.arg(1), Expr.arg(2), Expr.ZERO),
              x,
              g.spread(y, axes, type),
              g.spread(dy, axes, type));
    };
  }

  /** One over the number of elements of {@code type} that meet in one element along {@code axes}. */
  private Node perElement(TensorType type, Axes axes) {
    double merged = (double) type.elements() / type.along(axes).elements();
    boolean overBatch = type.batched() && !type.along(axes).batched();
    return overBatch ? g.constantOverBatch(1 / merged) : g.constant(1 / merged);
  }

  private Node scaled(Node dy, Node factor) {
    if (dy.op() instanceof Primitive.Constant(float a, boolean aOverBatch)
        && factor.op() instanceof Primitive.Constant(float b, boolean bOverBatch)
        && !(aOverBatch && bOverBatch)) {
      return aOverBatch || bOverBatch ? g.constantOverBatch((double) a * b)
          : g.constant((double) a * b);
    }
    Node spread = g.spread(factor, Axes.NONE, dy.type());
    return g.map(Expr.arg(0).times(Expr.arg(1)), dy, spread);
  }

  /** With N values a feature: {@code dx = dmean/N + dvar · 2(x − mean)/N}. */
  private Node moments(Node y, Node dy) {
    Node x = y.input(0);
    TensorType type = x.type();
    Node perElement = perElement(type, Axes.FEATURES);
    Node dMean = g.spread(scaled(g.pick(dy, 0), perElement), Axes.FEATURES, type);
    Node dVariance = g.spread(scaled(g.pick(dy, 1), perElement), Axes.FEATURES, type);
    Node mean = g.spread(g.pick(y, 0), Axes.FEATURES, type);
    Expr centred = Expr.arg(2).minus(Expr.arg(3));
    Expr body = Expr.fma(Expr.arg(1).times(Expr.constant(2)), centred, Expr.arg(0));
    return g.map(body, dMean, dVariance, x, mean);
  }

  private Node pick(Node y, int row, Node dy) {
    TensorType whole = y.input(0).type();
    Node asRow = g.reshape(dy, TensorType.fixed(1, whole.features()));
    return g.scatter(asRow, List.of(row, 0), List.of(1, 1), whole);
  }

  /** Every input's own channels. */
  private List<@Nullable Node> concat(Node y, Node dy, List<Boolean> wanted) {
    List<@Nullable Node> result = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < wanted.size(); i++) {
      List<Integer> extents = y.input(i).type().extents();
      List<Integer> first = new ArrayList<>(Collections.nCopies(extents.size(), 0));
      first.set(extents.size() - 1, start);
      List<Integer> step = Collections.nCopies(extents.size(), 1);
      result.add(wanted.get(i) ? g.slice(dy, first, step, extents) : null);
      start += extents.getLast();
    }
    return result;
  }

  private static List<Integer> inverse(List<Integer> order) {
    return IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
  }

  private static List<@Nullable Node> one(Node dx) {
    return Arrays.asList(dx);
  }

  private static List<@Nullable Node> two(
      List<Boolean> wanted,
      Supplier<Node> first, Supplier<Node> second) {
    return Arrays.asList(
        wanted.get(0) ? first.get() : null, wanted.get(1) ? second.get() : null);
  }
}

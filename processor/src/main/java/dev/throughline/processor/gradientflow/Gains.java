package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Bins;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.Window;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What one node does to a gradient that passes it. */
final class Gains {
  private final Stations stations;
  private final Slopes slopes = new Slopes();

  Gains(Stations stations) {
    this.stations = stations;
  }

  /**
   * The largest derivative of {@code node} by {@code operand} if it bends that value and no other, as
   * activations do; 1 for all else, and for a random mask, whose mean is 1.
   */
  double slope(Node node, Node operand) {
    return node.op() instanceof Primitive.Map(Expr body)
        && node.inputs().stream().filter(stations::isData).distinct().count() == 1
        && stations.isData(operand)
        && !body.contains(Expr.Random.class)
            ? steepest(node, body, operand)
            : 1;
  }

  private double steepest(Node node, Expr body, Node operand) {
    Expr initially = body.substitute(IntStream.range(0, node.inputs().size())
        .mapToObj(i -> initially(node.input(i), i)).toList());
    double sum = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      sum += node.input(i) == operand ? slopes.largest(initially, i) : 0;
    }
    return sum;
  }

  /** A parameter that starts at one value, such as the scale of a layer, is taken for that value. */
  private static Expr initially(Node input, int index) {
    Node x = input.op() instanceof Primitive.Spread ? input.input(0) : input;
    return x.op() instanceof Primitive.Parameter(ParameterInfo info)
        && info.initializer() instanceof Initializer.Fill(float value)
            ? new Expr.Const(value)
            : Expr.arg(index);
  }

  /**
   * The norm of the gradient by {@code operand} over that of the gradient by {@code node}, at most, in the
   * root mean square over the draws of weights and masks; empty if nothing is known. A parameter's is not
   * wanted and taken as 1.
   */
  OptionalDouble norm(Node node, Node operand) {
    if (!stations.isData(operand)) {
      return OptionalDouble.of(1);
    }
    if (stations.isOwnGradient(node)) {
      return OptionalDouble.empty();
    }
    double gain =
        switch (node.op()) {
          case Primitive.Map(Expr body) -> {
            double steepest = steepest(node, body, operand);
            // A mask of 0 and m with mean 1 has the mean square m.
            yield body.contains(Expr.Random.class) ? Math.sqrt(steepest) : steepest;
          }
          case Primitive.MatMul _, Primitive.Conv2d _ ->
              stations.isWeighted(node) ? weights(node.input(1)) : Double.NaN;
          case Primitive.Pool(Pooling pooling, Window window) -> pool(pooling, window);
          case Primitive.BinMeans(int axis, int count) ->
              bins(new Bins(operand.type().extents().get(axis), count));
          case Primitive.Reduce(Reduction reduction, _) -> reduce(reduction, operand, node);
          case Primitive.Spread _ -> Math.sqrt(ratio(node, operand));
          case Primitive.Reshape _, Primitive.Permute _, Primitive.Slice _, Primitive.Scatter _ -> 1;
          case Primitive.Concat _ -> 1;
          case Primitive.Moments _, Primitive.Pick _ -> Double.NaN;
          case Primitive.BatchMatMul _, Primitive.Gather _, Primitive.GatherGradient _ -> Double.NaN;
          case Primitive.MatMulInputGradient _, Primitive.MatMulFilterGradient _ -> Double.NaN;
          case Primitive.Conv2dInputGradient _, Primitive.Conv2dFilterGradient _ -> Double.NaN;
          case Primitive.PoolGradient _, Primitive.BinMeansGradient _ -> Double.NaN;
          case Primitive.StateUpdate _ -> Double.NaN;
          case Primitive.Input _, Primitive.Parameter _, Primitive.State _, Primitive.Constant _ ->
              Double.NaN;
        };
    return Double.isFinite(gain) ? OptionalDouble.of(gain) : OptionalDouble.empty();
  }

  /** {@code √(fan in · variance)}: an element of dy reaches so many of dx, by weights that vary so. */
  private static double weights(Node w) {
    if (!(w.op() instanceof Primitive.Parameter(ParameterInfo info))) {
      return Double.NaN;
    }
    long fanIn = w.type().elements() / w.type().features();
    double variance =
        switch (info.initializer()) {
          case Initializer.HeNormal(int fan) -> 2.0 / fan;
          case Initializer.XavierUniform(int in, int out) -> 2.0 / (in + out);
          case Initializer.XavierNormal(int in, int out) -> 2.0 / (in + out);
          case Initializer.PyTorchDefault(int in) -> 1.0 / (3.0 * in);
          case Initializer.Normal(double deviation) -> deviation * deviation;
          case Initializer.Fill _, Initializer.Sinusoids _ -> Double.NaN;
        };
    return Math.sqrt(fanIn * variance);
  }

  /** Windows that overlap add up their gradients. */
  private static double pool(Pooling pooling, Window window) {
    int overlap =
        Math.ceilDiv(window.r(), window.strideH()) * Math.ceilDiv(window.s(), window.strideW());
    return switch (pooling) {
      case MAX -> Math.sqrt(overlap);
      case AVERAGE -> Math.sqrt((double) overlap / (window.r() * window.s()));
    };
  }

  /** A mean hands its gradient out in shares that add up to 1; an element may receive several. */
  private static double bins(Bins bins) {
    double[] received = new double[bins.in()];
    for (int bin = 0; bin < bins.count(); bin++) {
      for (int i = bins.start(bin); i < bins.end(bin); i++) {
        received[i] += 1.0 / bins.size(bin);
      }
    }
    return Math.sqrt(Arrays.stream(received).max().orElse(0));
  }

  private static double reduce(Reduction reduction, Node x, Node y) {
    return switch (reduction) {
      case SUM -> Math.sqrt(ratio(x, y));
      case MEAN -> 1 / Math.sqrt(ratio(x, y));
      case MAX -> 1;
    };
  }

  /** Elements of {@code large} for each of {@code small}; NaN if that depends on the batch. */
  private static double ratio(Node large, Node small) {
    return large.type().batched() == small.type().batched()
        ? (double) large.type().elements() / small.type().elements()
        : Double.NaN;
  }
}

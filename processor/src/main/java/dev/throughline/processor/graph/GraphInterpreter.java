package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * The definition of every primitive: one step of a graph for a concrete batch, element by element in double
 * precision.
 *
 * <p>Slow on purpose; backends and gradients are tested against it. Values are held in stored order, the
 * batch first and the features last.
 */
public final class GraphInterpreter {

  /**
   * What one step is given.
   *
   * @param batch number of samples, at least 1
   * @param inputs values in stored order, by name; every input that the graph reads must be there
   * @param parameters values in stored order, by name; every parameter must be there
   * @param states values by name; one that is not there has its initial value
   * @param seed the network's seed
   * @param step number of the step, from zero
   */
  public record Feeds(
      int batch,
      Map<String, double[]> inputs,
      Map<String, double[]> parameters,
      Map<String, double[]> states,
      long seed,
      int step) {}

  /**
   * What one step computed.
   *
   * @param values the value of every node
   * @param states what each state holds after the step, by name
   */
  public record Results(Map<Node, double[]> values, Map<String, double[]> states) {
    /** The elements of {@code node} in stored order. */
    public double[] value(Node node) {
      double[] value = values.get(node);
      if (value == null) {
        throw new IllegalArgumentException("not a node of the interpreted graph: " + node);
      }
      return value;
    }
  }

  private final Feeds feeds;
  private final ExprInterpreter exprs;
  private final Map<Node, double[]> values = new HashMap<>();
  private final Map<String, double[]> states = new LinkedHashMap<>();

  private GraphInterpreter(Feeds feeds) {
    this.feeds = feeds;
    this.exprs = new ExprInterpreter(feeds.seed(), feeds.step());
  }

  /** Evaluates every node of {@code graph}. */
  public static Results run(Graph graph, Feeds feeds) {
    GraphInterpreter interpreter = new GraphInterpreter(feeds);
    for (Node node : graph.nodes()) {
      double[] value = interpreter.evaluate(node);
      if (value.length != interpreter.size(node.type())) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%d values for %s at batch %d", value.length, node,
                feeds.batch()));
      }
      interpreter.values.put(node, value);
    }
    return new Results(Map.copyOf(interpreter.values), interpreter.states);
  }

  private double[] evaluate(Node y) {
    return switch (y.op()) {
      case Primitive.Input(String name, _) -> given("input", name, feeds.inputs());
      case Primitive.Parameter(ParameterInfo info) ->
          given("parameter", info.name(), feeds.parameters());
      case Primitive.State(String name, Initializer initial) -> state(name, initial, y.type());
      case Primitive.Constant(float value, boolean overBatch) ->
          new double[] {overBatch ? (double) value / feeds.batch() : value};
      case Primitive.Map(Expr body) -> map(y, body);
      case Primitive.Spread(Axes axes) ->
          AxesInterpreter.spread(axes, value(y, 0), y.type(), size(y.type()));
      case Primitive.Reduce(Reduction reduction, Axes axes) ->
          AxesInterpreter.reduce(
              reduction, axes, value(y, 0), y.input(0).type(), size(y.type()));
      case Primitive.Moments _ -> AxesInterpreter.moments(value(y, 0), y.type().features());
      case Primitive.Pick(int row) -> pick(y, row);
      case Primitive.MatMul _ ->
          MatMulInterpreter.matMul(value(y, 0), value(y, 1), y.input(1).type());
      case Primitive.MatMulInputGradient _ ->
          MatMulInterpreter.inputGradient(value(y, 0), value(y, 1), y.input(1).type());
      case Primitive.MatMulFilterGradient _ ->
          MatMulInterpreter.filterGradient(value(y, 0), value(y, 1), y.type());
      case Primitive.BatchMatMul(boolean transposeA, boolean transposeB) ->
          new BatchMatMulInterpreter(y, transposeA, transposeB)
              .product(value(y, 0), value(y, 1));
      case Primitive.Gather _ ->
          GatherInterpreter.gather(value(y, 0), value(y, 1), y.input(1).type());
      case Primitive.GatherGradient _ ->
          GatherInterpreter.gradient(value(y, 0), value(y, 1), y.type());
      case Primitive.Conv2d(Window window) -> window(window).conv2d(value(y, 0), value(y, 1));
      case Primitive.Conv2dInputGradient(Window window) ->
          window(window).conv2dInputGradient(value(y, 0), value(y, 1));
      case Primitive.Conv2dFilterGradient(Window window) ->
          window(window).conv2dFilterGradient(value(y, 0), value(y, 1));
      case Primitive.Pool(Primitive.Pooling pooling, Window window) ->
          window(window).pool(pooling, value(y, 0));
      case Primitive.PoolGradient(Primitive.Pooling pooling, Window window) ->
          window(window).poolGradient(pooling, value(y, 0), valueOf(y.inputs().getLast()));
      case Primitive.BinMeans(int axis, int count) -> {
        TensorType x = y.input(0).type();
        yield BinsInterpreter.along(axis, x, count, feeds.batch()).means(value(y, 0));
      }
      case Primitive.BinMeansGradient(int axis, _) -> {
        int count = y.input(0).type().extents().get(axis);
        yield BinsInterpreter.along(axis, y.type(), count, feeds.batch()).gradient(value(y, 0));
      }
      case Primitive.Reshape _ -> value(y, 0);
      case Primitive.Permute(List<Integer> order) -> moves(y).permute(value(y, 0), order);
      case Primitive.Slice(List<Integer> start, List<Integer> stride) ->
          moves(y).slice(value(y, 0), start, stride);
      case Primitive.Scatter(List<Integer> start, List<Integer> stride) ->
          moves(y).scatter(value(y, 0), start, stride);
      case Primitive.Concat _ ->
          MoveInterpreter.concat(
              y.inputs().stream().map(this::valueOf).toList(),
              y.inputs().stream().map(x -> x.type().features()).toList());
      case Primitive.StateUpdate _ -> updateState(y);
    };
  }

  private static double[] given(String what, String name, Map<String, double[]> values) {
    double[] value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value was given for %s %s".formatted(what, name));
    }
    return value;
  }

  private double[] state(String name, Initializer initial, TensorType type) {
    double[] value = feeds.states().get(name);
    if (value == null) {
      value = new double[size(type)];
      Arrays.setAll(value, start(initial));
    }
    states.put(name, value);
    return value;
  }

  private static IntToDoubleFunction start(Initializer initial) {
    return switch (initial) {
      case Initializer.Fill(float everywhere) -> _ -> everywhere;
      case Initializer.Sinusoids table -> table::value;
      default -> throw new IllegalArgumentException("a state cannot start from " + initial);
    };
  }

  private double[] updateState(Node y) {
    if (y.input(0).op() instanceof Primitive.State(String name, _)) {
      states.put(name, value(y, 1));
    }
    return value(y, 1);
  }

  private double[] map(Node y, Expr body) {
    double[][] arguments = y.inputs().stream().map(this::valueOf).toArray(double[][]::new);
    double[] result = new double[size(y.type())];
    for (int i = 0; i < result.length; i++) {
      result[i] = exprs.evaluate(body, arguments, i, y.type().features());
    }
    return result;
  }

  private double[] pick(Node y, int row) {
    int features = y.type().features();
    return Arrays.copyOfRange(value(y, 0), row * features, (row + 1) * features);
  }

  private double[] value(Node y, int input) {
    return valueOf(y.input(input));
  }

  private double[] valueOf(Node x) {
    return Objects.requireNonNull(values.get(x), () -> "used before it is computed: " + x);
  }

  private WindowInterpreter window(Window window) {
    return new WindowInterpreter(window, feeds.batch());
  }

  private MoveInterpreter moves(Node y) {
    return new MoveInterpreter(y.input(0).type(), y.type(), feeds.batch());
  }

  private int size(TensorType type) {
    return Math.toIntExact(type.elements() * (type.batched() ? feeds.batch() : 1));
  }
}

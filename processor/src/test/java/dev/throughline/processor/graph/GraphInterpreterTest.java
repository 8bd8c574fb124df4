package dev.throughline.processor.graph;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.OnePrimitive.Operand;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every primitive by hand, on numbers small enough to check in the head. */
class GraphInterpreterTest {
  private static final double NAN = Double.NaN;

  @Test
  void leavesHoldWhatTheStepIsGiven() {
    GraphBuilder g = new GraphBuilder();
    Node images = g.data("images", TensorType.image(2, 1, 1));
    Node labels = g.target("labels", TensorType.indices(2));
    Node weight = g.parameter(ParameterInfo.vector("w", 2, new Initializer.Fill(9)));
    Node kept = g.state("kept", 2, 0.5f);
    Node fresh = g.state("fresh", 2, 0.5f);
    Node half = g.constant(0.5);
    Node halfOverBatch = g.constantOverBatch(0.5);
    Map<String, double[]> parameters = Map.of("w", new double[] {6, 7});
    Map<String, double[]> states = Map.of("kept", new double[] {8, 9});
    var results = run(g, 2, new double[] {1, 2, 3, 4}, new double[] {0, 1}, parameters, states);
    assertArrayEquals(new double[] {1, 2, 3, 4}, results.value(images));
    assertArrayEquals(new double[] {0, 1}, results.value(labels));
    assertArrayEquals(new double[] {6, 7}, results.value(weight));
    assertArrayEquals(new double[] {8, 9}, results.value(kept));
    assertArrayEquals(new double[] {0.5, 0.5}, results.value(fresh));
    assertArrayEquals(new double[] {0.5}, results.value(half));
    assertArrayEquals(new double[] {0.25}, results.value(halfOverBatch));
  }

  @Test
  void aParameterWithoutValueIsAnError() {
    GraphBuilder g = new GraphBuilder();
    g.parameter(ParameterInfo.vector("stem.bias", 2, new Initializer.Fill(0)));
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> run(g, 1, new double[0], new double[0], Map.of(), Map.of()));
    assertTrue(e.getMessage().contains("stem.bias"), e.getMessage());
  }

  @Test
  void imagesOfAnotherSizeAreAnError() {
    GraphBuilder g = new GraphBuilder();
    g.data("images", TensorType.image(2, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> run(g, 2, new double[3], new double[0], Map.of(), Map.of()));
  }

  @Test
  void aProductOfStacksMultipliesEachPair() {
    TensorType pair = TensorType.batch(2, 1, 2);
    TensorType transposed = TensorType.batch(2, 2, 1);
    Operand a = new Operand(pair, 1, 2, 3, 4);
    Operand b = new Operand(pair, 5, 6, 7, 8);
    assertArrayEquals( // 1·5 + 2·6 and 3·7 + 4·8
        new double[] {17, 53},
        OnePrimitive.evaluate(
            new Primitive.BatchMatMul(false, true), TensorType.batch(2, 1, 1), 1, a, b));
    assertArrayEquals( // a column times a row
        new double[] {5, 6, 10, 12, 21, 24, 28, 32},
        OnePrimitive.evaluate(
            new Primitive.BatchMatMul(true, false), TensorType.batch(2, 2, 2), 1, a, b));
    assertArrayEquals(
        new double[] {5, 6, 10, 12, 21, 24, 28, 32},
        OnePrimitive.evaluate(
            new Primitive.BatchMatMul(false, false),
            TensorType.batch(2, 2, 2),
            1,
            new Operand(transposed, 1, 2, 3, 4),
            b));
  }

  @Test
  void aGatherTakesRowsAndItsGradientAddsThemUp() {
    Operand i = new Operand(TensorType.batch(2), 2, 0, 2, 2);
    TensorType table = TensorType.fixed(3, 2);
    assertArrayEquals(
        new double[] {5, 6, 1, 2, 5, 6, 5, 6},
        OnePrimitive.evaluate(
            new Primitive.Gather(),
            TensorType.batch(2, 2),
            2,
            i,
            new Operand(table, 1, 2, 3, 4, 5, 6)));
    assertArrayEquals(
        new double[] {3, 4, 0, 0, 1 + 5 + 7, 2 + 6 + 8},
        OnePrimitive.evaluate(
            new Primitive.GatherGradient(),
            table,
            2,
            i,
            new Operand(TensorType.batch(2, 2), 1, 2, 3, 4, 5, 6, 7, 8)));
  }

  @Test
  void aRowThatATableHasNotIsAnError() {
    Operand table = new Operand(TensorType.fixed(3, 1), 1, 2, 3);
    for (double index : new double[] {3, -1, 0.5}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> OnePrimitive.evaluate(
              new Primitive.Gather(),
              TensorType.batch(1, 1),
              1,
              new Operand(TensorType.batch(1), index),
              table));
    }
  }

  @Test
  void rowsAreCountedWithinTheirExtent() {
    Operand x = new Operand(TensorType.batch(2, 3, 1), new double[6]);
    assertArrayEquals(
        new double[] {0, 1, 2, 0, 1, 2},
        OnePrimitive.evaluate(new Primitive.Map(new Expr.Row(3)), x.type(), 1, x));
  }

  @Test
  void aStateUpdateIsItsValueAndShowsAfterTheStep() {
    GraphBuilder g = new GraphBuilder();
    Node mean = g.state("running_mean", 1, 4);
    Node update = g.updateState(mean, g.map(arg(0).plus(constant(1)), mean));
    Node reader = g.map(arg(0).times(constant(10)), mean);
    var results = run(g, 1, new double[0], new double[0], Map.of(), Map.of());
    assertArrayEquals(new double[] {5}, results.value(update));
    assertArrayEquals(new double[] {40}, results.value(reader), "the step reads the old state");
    assertArrayEquals(new double[] {5}, results.states().get("running_mean"));
    var next = run(g, 1, new double[0], new double[0], Map.of(), results.states());
    assertArrayEquals(new double[] {6}, next.states().get("running_mean"));
  }

  @Test
  void arithmetic() {
    assertMaps(new double[] {9, -2}, arg(0).plus(arg(1)), row(4, -5), row(5, 3));
    assertMaps(new double[] {-1, -8}, arg(0).minus(arg(1)), row(4, -5), row(5, 3));
    assertMaps(new double[] {20, -15}, arg(0).times(arg(1)), row(4, -5), row(5, 3));
    assertMaps(new double[] {0.8, -2.5}, arg(0).over(arg(1)), row(4, -5), row(5, 2));
    assertMaps(new double[] {3, 7}, Expr.fma(arg(0), constant(2), arg(1)), row(1, 2), row(1, 3));
    assertMaps(new double[] {5, NAN}, Expr.max(arg(0), arg(1)), row(4, NAN), row(5, 3));
    Expr min = new Expr.Binary(BinaryOp.MIN, arg(0), arg(1));
    assertMaps(new double[] {4, NAN}, min, row(4, 1), row(5, NAN));
  }

  @Test
  void anFmaRoundsOnce() {
    double x = 1 + 0x1p-40;
    Expr residue = Expr.fma(arg(0), arg(0), arg(1));
    assertMaps(new double[] {0x1p-80}, residue, row(x), row(-(x * x)));
  }

  @Test
  void functionsAtTheirCorners() {
    assertMaps(new double[] {0, 0, 1, 0}, unary(UnaryOp.STEP), row(-1, 0, 1, NAN));
    assertMaps(new double[] {0, 0, 1, NAN}, unary(UnaryOp.RELU), row(-1, 0, 1, NAN));
    assertMaps(new double[] {0, 0.5, 1}, unary(UnaryOp.SIGMOID), row(-1000, 0, 1000));
    assertMaps(new double[] {-1, 0, 1, NAN}, unary(UnaryOp.ERF), row(-30, 0, 30, NAN));
    assertMaps(new double[] {Double.NEGATIVE_INFINITY, 0}, unary(UnaryOp.LOG), row(0, 1));
  }

  @Test
  void comparisonsAreFalseOfNaN() {
    Expr greater = new Expr.Select(Compare.GREATER, arg(0), arg(1), constant(1), constant(2));
    assertMaps(new double[] {1, 2, 2, 2}, greater, row(3, 2, NAN, 1), row(2, 2, 1, NAN));
    Expr equal = new Expr.Select(Compare.EQUAL, arg(0), arg(1), constant(1), constant(2));
    assertMaps(new double[] {2, 1, 2}, equal, row(3, 2, NAN), row(2, 2, NAN));
  }

  @Test
  void positionCountsTheFeaturesAndRandomTheBatch() {
    TensorType type = TensorType.batch(2, 3);
    Operand x = new Operand(type, new double[12]);
    assertArrayEquals(
        new double[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2},
        OnePrimitive.evaluate(new Primitive.Map(new Expr.Position()), type, 2, x));
    double[] draws =
        OnePrimitive.evaluate(new Primitive.Map(new Expr.Random(3)), type, 2, x);
    for (int i = 0; i < 12; i++) { // the seed and step of OnePrimitive
      assertEquals(RandomDraw.uniform(5, 3, 7, i), draws[i]);
    }
  }

  @Test
  void spreadRepeatsAlongTheOtherAxes() {
    TensorType type = TensorType.image(2, 1, 2); // two samples of two pixels of two channels
    assertSpreads(new double[] {7, 7, 7, 7, 7, 7, 7, 7}, Axes.NONE, type, 7);
    assertSpreads(new double[] {1, 2, 1, 2, 1, 2, 1, 2}, Axes.FEATURES, type, 1, 2);
    assertSpreads(new double[] {1, 1, 1, 1, 2, 2, 2, 2}, Axes.SAMPLES, type, 1, 2);
    assertSpreads(new double[] {1, 2, 1, 2, 3, 4, 3, 4}, Axes.SAMPLE_FEATURES, type, 1, 2, 3, 4);
    assertSpreads(new double[] {1, 1, 2, 2, 3, 3, 4, 4}, Axes.ROWS, type, 1, 2, 3, 4);
  }

  @Test
  void reduceFoldsTheOtherAxes() {
    Operand x = new Operand(TensorType.image(2, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    assertReduces(new double[] {36}, Reduction.SUM, Axes.NONE, x);
    assertReduces(new double[] {4, 5}, Reduction.MEAN, Axes.FEATURES, x);
    assertReduces(new double[] {4, 8}, Reduction.MAX, Axes.SAMPLES, x);
    assertReduces(new double[] {4, 6, 12, 14}, Reduction.SUM, Axes.SAMPLE_FEATURES, x);
    assertReduces(new double[] {1.5, 3.5, 5.5, 7.5}, Reduction.MEAN, Axes.ROWS, x);
    Operand withNaN = new Operand(TensorType.batch(2), 1, NAN, -3, -4);
    assertReduces(new double[] {NAN, -3}, Reduction.MAX, Axes.ROWS, withNaN);
    Operand perSample = new Operand(TensorType.PER_SAMPLE, 1, 3);
    assertReduces(new double[] {2}, Reduction.MEAN, Axes.NONE, perSample);
  }

  @Test
  void momentsAreMeansThenBiasedVariances() {
    Operand x = new Operand(TensorType.batch(2), 1, 10, 3, 10, 5, 10);
    TensorType type = TensorType.fixed(2, 2);
    double[] moments = OnePrimitive.evaluate(new Primitive.Moments(), type, 3, x);
    assertArrayEquals(new double[] {3, 10, 8.0 / 3, 0}, moments, 1e-15);
    double[] variances =
        OnePrimitive.evaluate(
            new Primitive.Pick(1), TensorType.fixed(2), 3, new Operand(type, moments));
    assertArrayEquals(new double[] {8.0 / 3, 0}, variances, 1e-15);
  }

  @Test
  void matMulAndItsGradients() {
    TensorType rows = TensorType.batch(2);
    TensorType units = TensorType.batch(3);
    TensorType weights = TensorType.fixed(2, 3);
    Operand w = new Operand(weights, 1, 2, 3, 4, 5, 6);
    Operand x = new Operand(rows, 1, 0, 10, 1);
    Operand dy = new Operand(units, 1, 0, 0, 0, 1, 2);
    assertArrayEquals(
        new double[] {1, 2, 3, 14, 25, 36},
        OnePrimitive.evaluate(new Primitive.MatMul(), units, 2, x, w));
    assertArrayEquals(
        new double[] {1, 4, 8, 17},
        OnePrimitive.evaluate(new Primitive.MatMulInputGradient(), rows, 2, dy, w));
    assertArrayEquals(
        new double[] {1, 10, 20, 0, 1, 2},
        OnePrimitive.evaluate(new Primitive.MatMulFilterGradient(), weights, 2, x, dy));
  }

  @Test
  void convolutionReadsZerosOutsideTheImage() {
    Window window = Window.square(1, 3, 3, 1, 3, 2, 1);
    Operand x = new Operand(window.input(), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Operand w = new Operand(window.weights(), 0, 1, 0, 0, 1, 0, 0, 0, 10);
    // y = pixel above + pixel + 10 · pixel to the lower right
    assertArrayEquals(
        new double[] {1 + 50, 3, 4 + 7, 6 + 9},
        OnePrimitive.evaluate(new Primitive.Conv2d(window), window.output(), 1, x, w));
    Operand dy = new Operand(window.output(), 1, 0, 0, 2);
    assertArrayEquals(
        new double[] {1, 0, 0, 0, 10, 2, 0, 0, 2},
        OnePrimitive.evaluate(
            new Primitive.Conv2dInputGradient(window), window.input(), 1, dy, w));
    assertArrayEquals(
        new double[] {10, 12, 0, 16, 1 + 18, 2, 0, 4, 5},
        OnePrimitive.evaluate(
            new Primitive.Conv2dFilterGradient(window), window.weights(), 1, x, dy));
  }

  @Test
  void convolutionWeightsAreRowChannelColumnFilter() {
    Window window = new Window(2, 1, 2, 3, 1, 2, 1, 1, 0, 0, 1, 1);
    Operand x = new Operand(window.input(), 1, 10, 100, 1000); // (column 0: 1, 10), (column 1: …)
    Operand w = new Operand(window.weights(), 1, 2, 3, 0, 0, 1, 0, 4, 0, 5, 0, 0);
    assertArrayEquals(
        new double[] {1 + 5000, 2 + 40, 3 + 100},
        OnePrimitive.evaluate(new Primitive.Conv2d(window), window.output(), 1, x, w));
  }

  @Test
  void maximumIgnoresPaddingAndGivesItsGradientToTheFirst() {
    Window window = Window.square(1, 2, 3, 1, 2, 2, 1); // windows of one or two pixels
    Operand x = new Operand(window.input(), -1, -2, -2, -3, -4, -5);
    Operand y = new Operand(window.output(), -1, -2, -3, -4);
    Primitive pool = new Primitive.Pool(Pooling.MAX, window);
    assertArrayEquals(
        y.values(), OnePrimitive.evaluate(pool, window.output(), 1, x));
    Operand dy = new Operand(window.output(), 1, 2, 3, 4);
    Primitive gradient = new Primitive.PoolGradient(Pooling.MAX, window);
    assertArrayEquals(
        new double[] {1, 2, 0, 3, 4, 0},
        OnePrimitive.evaluate(gradient, window.input(), 1, x, y, dy));
  }

  @Test
  void averageCountsPaddingAsZeros() {
    Window window = Window.square(1, 2, 3, 1, 2, 2, 1);
    Operand x = new Operand(window.input(), 4, 8, 12, 16, 20, 24);
    Operand y = new Operand(window.output(), 1, 5, 4, 11);
    Primitive pool = new Primitive.Pool(Pooling.AVERAGE, window);
    assertArrayEquals(
        y.values(), OnePrimitive.evaluate(pool, window.output(), 1, x));
    Operand dy = new Operand(window.output(), 4, 8, 12, 16);
    Primitive gradient = new Primitive.PoolGradient(Pooling.AVERAGE, window);
    assertArrayEquals(
        new double[] {1, 2, 2, 3, 4, 4},
        OnePrimitive.evaluate(gradient, window.input(), 1, x, y, dy));
  }

  @Test
  void movesKeepTheBatch() {
    TensorType type = TensorType.batch(2, 3);
    TensorType turned = TensorType.batch(3, 2);
    Operand x = new Operand(type, 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
    assertArrayEquals(
        x.values(), OnePrimitive.evaluate(new Primitive.Reshape(), turned, 2, x));
    assertArrayEquals(
        new double[] {1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 60},
        OnePrimitive.evaluate(new Primitive.Permute(List.of(1, 0)), turned, 2, x));
    Primitive slice = new Primitive.Slice(List.of(1, 0), List.of(1, 2));
    assertArrayEquals(
        new double[] {4, 6, 40, 60},
        OnePrimitive.evaluate(slice, TensorType.batch(1, 2), 2, x));
    Primitive scatter = new Primitive.Scatter(List.of(1, 0), List.of(1, 2));
    Operand small = new Operand(TensorType.batch(1, 2), 1, 2, 3, 4);
    assertArrayEquals(
        new double[] {0, 0, 0, 1, 0, 2, 0, 0, 0, 3, 0, 4},
        OnePrimitive.evaluate(scatter, type, 2, small));
  }

  @Test
  void threeAxesPermuteAsTheOrderSays() {
    TensorType type = TensorType.fixed(2, 1, 3);
    Operand x = new Operand(type, 1, 2, 3, 4, 5, 6);
    // axis 0 of the result is axis 2 of x, axis 1 is axis 0, axis 2 is axis 1
    assertArrayEquals(
        new double[] {1, 4, 2, 5, 3, 6},
        OnePrimitive.evaluate(
            new Primitive.Permute(List.of(2, 0, 1)), TensorType.fixed(3, 2, 1), 1, x));
  }

  private static Expr unary(UnaryOp op) {
    return Expr.unary(op, arg(0));
  }

  private static double[] row(double... values) {
    return values;
  }

  private static void assertMaps(double[] expected, Expr body, double[]... inputs) {
    TensorType type = TensorType.fixed(inputs[0].length);
    Operand[] operands = new Operand[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      operands[i] = new Operand(type, inputs[i]);
    }
    assertArrayEquals(
        expected, OnePrimitive.evaluate(new Primitive.Map(body), type, 1, operands));
  }

  private static void assertSpreads(
      double[] expected, Axes axes, TensorType type, double... values) {
    Operand x = new Operand(type.along(axes), values);
    assertArrayEquals(
        expected, OnePrimitive.evaluate(new Primitive.Spread(axes), type, 2, x), axes.toString());
  }

  private static void assertReduces(
      double[] expected, Reduction reduction, Axes axes, Operand x) {
    assertArrayEquals(
        expected,
        OnePrimitive.evaluate(
            new Primitive.Reduce(reduction, axes), x.type().along(axes), 2, x),
        axes + " " + reduction);
  }

  private static GraphInterpreter.Results run(
      GraphBuilder g,
      int batch,
      double[] images,
      double[] labels,
      Map<String, double[]> parameters,
      Map<String, double[]> states) {
    Graph graph = g.build("Hand");
    return GraphInterpreter.run(
        graph,
        new GraphInterpreter.Feeds(
            batch, Map.of("images", images, "labels", labels), parameters, states, 1, 0));
  }
}

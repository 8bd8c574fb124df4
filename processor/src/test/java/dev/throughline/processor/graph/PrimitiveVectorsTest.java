package dev.throughline.processor.graph;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.OnePrimitive.Operand;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.testing.RecordedTensor;
import dev.throughline.processor.testing.RecordedTensors;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the interpreter against what {@code primitives.py} recorded from PyTorch, in double. */
class PrimitiveVectorsTest {
  private static final RecordedTensors RECORDED = RecordedTensors.read("primitives.safetensors");
  private static final double TOLERANCE = 1e-12;

  static List<String> convolutions() {
    return RECORDED.cases("conv2d/");
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolution(String name) {
    Window window = window(name);
    Operand x = images(name + ".x");
    Operand dy = images(name + ".dy");
    Operand w =
        new Operand(
            window.weights(), RECORDED.get(name + ".w").transposed(List.of(2, 1, 3, 0)));
    int n = batch(name);
    assertClose(
        "y",
        featuresLast(name + ".y"),
        OnePrimitive.evaluate(new Primitive.Conv2d(window), window.output(), n, x, w),
        TOLERANCE);
    assertClose(
        "dx",
        featuresLast(name + ".dx"),
        OnePrimitive.evaluate(
            new Primitive.Conv2dInputGradient(window), window.input(), n, dy, w),
        TOLERANCE);
    assertClose(
        "dw",
        RECORDED.get(name + ".dw").transposed(List.of(2, 1, 3, 0)),
        OnePrimitive.evaluate(
            new Primitive.Conv2dFilterGradient(window), window.weights(), n, x, dy),
        TOLERANCE);
  }

  static List<String> poolings() {
    return Stream.of("max/", "average/").flatMap(kind -> RECORDED.cases(kind).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void pooling(String name) {
    Pooling pooling = name.startsWith("max") ? Pooling.MAX : Pooling.AVERAGE;
    Window window = window(name);
    Operand x = images(name + ".x");
    Operand y = images(name + ".y");
    Operand dy = images(name + ".dy");
    int n = batch(name);
    assertClose(
        "y",
        y.values(),
        OnePrimitive.evaluate(new Primitive.Pool(pooling, window), window.output(), n, x),
        TOLERANCE);
    assertClose(
        "dx",
        featuresLast(name + ".dx"),
        OnePrimitive.evaluate(
            new Primitive.PoolGradient(pooling, window), window.input(), n, x, y, dy),
        TOLERANCE);
  }

  static List<String> adaptives() {
    return RECORDED.cases("adaptive/");
  }

  @ParameterizedTest
  @MethodSource("adaptives")
  void adaptivePooling(String name) {
    Operand x = images(name + ".x");
    Operand y = images(name + ".y");
    Operand dy = images(name + ".dy");
    int n = batch(name);
    TensorType ofRows =
        TensorType.image(x.type().channels(), y.type().height(), x.type().width());
    Operand rows = operand(new Primitive.BinMeans(0, y.type().height()), ofRows, n, x);
    Primitive columns = new Primitive.BinMeans(1, y.type().width());
    assertClose("y", y.values(), operand(columns, y.type(), n, rows).values(), TOLERANCE);
    Operand drows =
        operand(new Primitive.BinMeansGradient(1, x.type().width()), ofRows, n, dy);
    Primitive ofImage = new Primitive.BinMeansGradient(0, x.type().height());
    assertClose(
        "dx",
        featuresLast(name + ".dx"),
        operand(ofImage, x.type(), n, drows).values(),
        TOLERANCE);
  }

  private static Operand operand(Primitive op, TensorType type, int n, Operand x) {
    return new Operand(type, OnePrimitive.evaluate(op, type, n, x));
  }

  static List<String> linears() {
    return RECORDED.cases("linear/");
  }

  @ParameterizedTest
  @MethodSource("linears")
  void matMul(String name) {
    RecordedTensor recorded = RECORDED.get(name + ".w"); // [k, c]
    TensorType weights = TensorType.fixed(recorded.shape().get(1), recorded.shape().get(0));
    TensorType input = TensorType.batch(weights.extents().get(0));
    TensorType output = TensorType.batch(weights.features());
    Operand x = new Operand(input, RECORDED.values(name + ".x"));
    Operand dy = new Operand(output, RECORDED.values(name + ".dy"));
    Operand w = new Operand(weights, recorded.transposed(List.of(1, 0)));
    int n = batch(name);
    assertClose(
        "y",
        RECORDED.values(name + ".y"),
        OnePrimitive.evaluate(new Primitive.MatMul(), output, n, x, w),
        TOLERANCE);
    assertClose(
        "dx",
        RECORDED.values(name + ".dx"),
        OnePrimitive.evaluate(new Primitive.MatMulInputGradient(), input, n, dy, w),
        TOLERANCE);
    assertClose(
        "dw",
        RECORDED.get(name + ".dw").transposed(List.of(1, 0)),
        OnePrimitive.evaluate(new Primitive.MatMulFilterGradient(), weights, n, x, dy),
        TOLERANCE);
  }

  static List<String> batchProducts() {
    return RECORDED.cases("batchmatmul/");
  }

  @ParameterizedTest
  @MethodSource("batchProducts")
  void batchMatMul(String name) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        assertClose(
            "y",
            RECORDED.values(name + ".y"),
            OnePrimitive.evaluate(
                new Primitive.BatchMatMul(transposeA, transposeB),
                stack(name + ".y").type(),
                RECORDED.get(name + ".y").shape().get(0),
                stack(name + (transposeA ? ".at" : ".a")),
                stack(name + (transposeB ? ".bt" : ".b"))),
            TOLERANCE);
      }
    }
  }

  /** Axes stay as they are: the batch, the matrices, rows, columns. */
  private static Operand stack(String name) {
    List<Integer> shape = RECORDED.get(name).shape();
    return new Operand(
        new TensorType(true, shape.subList(1, shape.size())), RECORDED.values(name));
  }

  static List<String> embeddings() {
    return RECORDED.cases("embedding/");
  }

  @ParameterizedTest
  @MethodSource("embeddings")
  void gather(String name) {
    Operand i = stack(name + ".i");
    Operand y = stack(name + ".y");
    List<Integer> rows = RECORDED.get(name + ".table").shape();
    TensorType type = new TensorType(false, rows);
    int n = RECORDED.get(name + ".i").shape().get(0);
    Operand table = new Operand(type, RECORDED.values(name + ".table"));
    assertClose(
        "y",
        y.values(),
        OnePrimitive.evaluate(new Primitive.Gather(), y.type(), n, i, table),
        TOLERANCE);
    assertClose(
        "dtable",
        RECORDED.values(name + ".dtable"),
        OnePrimitive.evaluate(
            new Primitive.GatherGradient(), type, n, i, stack(name + ".dy")),
        TOLERANCE);
  }

  static List<String> reduced() {
    return RECORDED.cases("axes/").stream().filter(name -> RECORDED.has(name + ".x")).toList();
  }

  @ParameterizedTest
  @MethodSource("reduced")
  void reduceAndSpread(String name) {
    Operand x = images(name + ".x");
    int n = batch(name);
    for (Axes axes : Axes.values()) {
      TensorType type = x.type().along(axes);
      for (Reduction reduction : Reduction.values()) {
        assertClose(
            axes + " " + reduction,
            RECORDED.values("%s.%s.%s".formatted(name, axes, reduction)),
            OnePrimitive.evaluate(new Primitive.Reduce(reduction, axes), type, n, x),
            TOLERANCE);
      }
      double[] means = RECORDED.values("%s.%s.MEAN".formatted(name, axes));
      double[] spread =
          OnePrimitive.evaluate(
              new Primitive.Spread(axes), x.type(), n, new Operand(type, means));
      assertClose( // repeated along the reduced axes, a tensor has itself for its mean
          axes + " spread",
          means,
          OnePrimitive.evaluate(
              new Primitive.Reduce(Reduction.MEAN, axes), type, n, new Operand(x.type(), spread)),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("reduced")
  void moments(String name) {
    Operand x = images(name + ".x");
    int features = x.type().features();
    double[] moments =
        OnePrimitive.evaluate(
            new Primitive.Moments(), TensorType.fixed(2, features), batch(name), x);
    for (int row = 0; row < 2; row++) {
      assertClose(
          List.of("mean", "variance").get(row),
          RECORDED.values(name + List.of(".mean", ".variance").get(row)),
          OnePrimitive.evaluate(
              new Primitive.Pick(row),
              TensorType.fixed(features),
              1,
              new Operand(TensorType.fixed(2, features), moments)),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(UnaryOp.class)
  void function(UnaryOp op) {
    Set<UnaryOp> ofPositive =
        EnumSet.of(UnaryOp.LOG, UnaryOp.SQRT, UnaryOp.RSQRT, UnaryOp.RECIPROCAL);
    double[] x = RECORDED.values(ofPositive.contains(op) ? "function.positive" : "function.x");
    assertTrue(x.length > 40);
    TensorType type = TensorType.fixed(x.length);
    Primitive map = new Primitive.Map(Expr.unary(op, Expr.arg(0)));
    assertClose(
        op.toString(),
        RECORDED.values("function." + op),
        OnePrimitive.evaluate(map, type, 1, new Operand(type, x)),
        TOLERANCE);
  }

  private static Window window(String name) {
    int[] v = IntStream.range(0, 15).map(i -> (int) RECORDED.values(name + ".window")[i]).toArray();
    return new Window(
        v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13],
        v[14]);
  }

  private static Operand images(String name) {
    List<Integer> shape = RECORDED.get(name).shape();
    return new Operand(
        TensorType.image(shape.get(1), shape.get(2), shape.get(3)), featuresLast(name));
  }

  private static double[] featuresLast(String name) {
    return RECORDED.get(name).featuresLast();
  }

  private static int batch(String name) {
    return RECORDED.get(name + ".x").shape().get(0);
  }
}

package dev.throughline.processor.autodiff;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import dev.throughline.processor.testing.GradientCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rule of every primitive against finite differences.
 *
 * <p>A convolution or product with trained weights stands before each primitive, so that the gradient of
 * its input is needed; a random projection stands behind it, so that every element matters.
 */
class GradientRulesTest {
  private static final Initializer ANY = new Initializer.Fill(0);
  private static final int BATCH = 3;

  @ParameterizedTest
  @EnumSource(UnaryOp.class)
  void functions(UnaryOp op) {
    boolean ofPositive =
        switch (op) {
          case LOG, SQRT, RSQRT, RECIPROCAL -> true;
          case NEG, EXP, EXPM1, SOFTPLUS, RELU, STEP, SIGMOID, TANH, ERF, ABS -> false;
        };
    Expr x = ofPositive ? Expr.unary(UnaryOp.EXP, arg(0)) : arg(0);
    checkMap(Expr.unary(op, x));
    checkMap(Expr.unary(op, x).times(arg(1))); // inside, where the result is not at hand
  }

  @ParameterizedTest
  @EnumSource(BinaryOp.class)
  void operations(BinaryOp op) {
    Expr awayFromZero = Expr.unary(UnaryOp.EXP, arg(1));
    checkMap(new Expr.Binary(op, arg(0), awayFromZero));
    checkMap(new Expr.Binary(op, arg(0), awayFromZero).times(arg(0)));
    checkMap(new Expr.Binary(op, awayFromZero, constant(0.5)));
  }

  @Test
  void otherExpressions() {
    checkMap(Expr.fma(arg(0), arg(1), arg(2)));
    checkMap(Expr.fma(arg(0), arg(0), arg(0)).plus(arg(2)));
    checkMap(new Expr.Select(Compare.GREATER, arg(0), arg(1), arg(1), arg(2).times(arg(0))));
    checkMap(new Expr.Select(Compare.EQUAL, arg(0), arg(0), arg(1), arg(2)));
    checkMap(arg(0).times(new Expr.Position()).plus(arg(1)));
    checkMap(arg(0).times(new Expr.Row(7)).plus(arg(1)));
    Expr kept =
        new Expr.Select(
            Compare.GREATER, new Expr.Random(40), constant(0.4), constant(1 / 0.6), Expr.ZERO);
    checkMap(arg(0).times(kept));
    checkMap(constant(2).minus(arg(1)));
  }

  @Test
  void oneNodeAsTwoOperands() {
    checkImage(7, 3, 1, (g, x) -> g.map(arg(0).times(arg(1)), x, x));
  }

  @Test
  void aNodeWithSeveralUsersAddsTheirGradients() {
    checkImage(
        5,
        7,
        2,
        (g, x) -> {
          Node a = g.map(Expr.unary(UnaryOp.TANH, arg(0)), x);
          Node b = g.map(arg(0).times(arg(1)), a, x);
          Node c = g.spread(g.mean(Axes.FEATURES, a), Axes.FEATURES, x.type());
          return g.map(Expr.fma(arg(0), arg(1), arg(2)), a, b, c);
        });
  }

  @ParameterizedTest
  @EnumSource(Axes.class)
  void reductionsAndSpreads(Axes axes) {
    for (Reduction reduction : Reduction.values()) {
      checkImage(7, 5, 3, (g, x) -> g.reduce(reduction, axes, x));
      checkImage(1, 1, 1, (g, x) -> g.reduce(reduction, axes, x));
      checkVector(13, (g, x) -> g.reduce(reduction, axes, x));
    }
    checkImage(
        3, 7, 2, (g, x) -> g.spread(squared(g, g.sum(axes, x)), axes, x.type()));
    checkVector(17, (g, x) -> g.spread(squared(g, g.mean(axes, x)), axes, x.type()));
  }

  @Test
  void moments() {
    for (int row = 0; row < 2; row++) {
      int picked = row;
      checkImage(7, 5, 3, (g, x) -> g.pick(g.moments(x), picked));
      checkVector(13, (g, x) -> g.pick(g.moments(x), picked));
    }
    checkImage(
        1,
        7,
        1,
        (g, x) -> {
          Node moments = g.moments(x);
          return g.map(arg(0).times(arg(1)), g.pick(moments, 0), g.pick(moments, 1));
        });
  }

  static List<Window> windows() {
    return List.of(
        Window.square(2, 7, 13, 3, 3, 1, 1),
        Window.square(3, 7, 7, 5, 3, 2, 1),
        Window.square(1, 1, 1, 1, 1, 1, 0),
        Window.square(3, 13, 7, 2, 1, 2, 0),
        Window.square(1, 5, 5, 2, 3, 4, 0), // leaves a border unread
        Window.square(2, 7, 7, 1, 7, 1, 3),
        new Window(2, 17, 7, 3, 5, 2, 3, 1, 2, 0, 6, 6),
        new Window(1, 4, 4, 2, 2, 2, 2, 2, 0, 1, 2, 3), // pads left and right by one, on top not
        Window.of(2, 9, 7, 3, new Along(3, 2, 1, 2), new Along(2, 1, 0, 3), 1),
        Window.of(6, 5, 7, 9, new Along(3, 1, 1), new Along(1, 2, 0), 3),
        Window.of(3, 7, 6, 6, new Along(3, 1, 2, 2), new Along(3, 2, 2, 2), 3));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolutions(Window window) {
    checkImage(
        window.h(),
        window.w(),
        window.c(),
        (g, x) -> g.conv2d(window, x, parameter(g, "w", window)));
  }

  static List<Window> pools() {
    return List.of(
        Window.square(3, 7, 13, 3, 2, 2, 0),
        Window.square(2, 13, 7, 2, 3, 2, 1),
        Window.square(1, 7, 7, 1, 3, 1, 1),
        Window.square(2, 1, 1, 2, 1, 1, 0),
        new Window(2, 7, 5, 2, 7, 2, 1, 2, 3, 0, 7, 2),
        Window.roundedUp(2, 6, 7, new Along(3, 2, 1), new Along(2, 3, 0)));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void pooling(Window window) {
    for (Pooling pooling : Pooling.values()) {
      checkImage(
          window.h(), window.w(), window.c(), (g, x) -> g.pool(pooling, window, x));
    }
  }

  @Test
  void meansOfBins() {
    checkImage(7, 5, 3, (g, x) -> g.binMeans(0, 3, x));
    checkImage(7, 6, 2, (g, x) -> g.binMeans(1, 4, x));
    checkImage(2, 3, 2, (g, x) -> g.binMeans(1, 7, g.binMeans(0, 6, x)));
  }

  @Test
  void products() {
    for (int inputs : new int[] {1, 13, 31}) {
      for (int units : new int[] {1, 7, 17}) {
        checkVector(inputs, (g, x) -> linear(g, x, "w", units));
      }
    }
    checkImage(3, 2, 5, (g, x) -> linear(g, x, "w", 7)); // one row a pixel
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void batchProducts(boolean transposeA, boolean transposeB) {
    checkImage(
        2,
        5,
        3,
        (g, x) -> {
          // Two matrices of 5×3; the factors are both trained.
          Node a = transposeA ? g.permute(x, List.of(0, 2, 1)) : x;
          Node other = pointwise(g, x, "second");
          Node b = transposeB ? other : g.permute(other, List.of(0, 2, 1));
          return g.batchMatMul(a, b, transposeA, transposeB);
        });
    checkImage(2, 4, 4, (g, x) -> g.batchMatMul(x, x, transposeA, transposeB));
  }

  @Test
  void rowsOfATable() {
    GraphBuilder g = new GraphBuilder();
    Node row = g.data("labels", TensorType.indices(7, 1));
    Node table = g.parameter(new ParameterInfo("table", List.of(7, 5), List.of(0, 1), ANY));
    Node y = g.gather(row, table);
    Node z = g.map(arg(0).times(arg(0)).plus(new Expr.Row(1)), y);
    Graph forward = GradientCheck.graph(g, "Rows", GradientCheck.projection(g, z));
    GradientCheck.check(forward, GradientCheck.feeds(forward, TensorType.image(1, 1, 1), 7, 4));
  }

  @Test
  void moves() {
    checkImage(3, 5, 2, (g, x) -> g.reshape(x, TensorType.batch(30)));
    checkImage(3, 5, 2, (g, x) -> g.permute(x, List.of(2, 0, 1)));
    checkImage(3, 5, 2, (g, x) -> g.permute(x, List.of(1, 2, 0)));
    checkImage(
        7, 5, 3, (g, x) -> g.slice(x, List.of(1, 0, 0), List.of(3, 2, 1), List.of(2, 3, 3)));
    TensorType padded = TensorType.image(7, 3, 5);
    checkImage(
        3, 5, 2, (g, x) -> g.scatter(x, List.of(0, 0, 3), List.of(1, 1, 1), padded));
    TensorType apart = TensorType.image(2, 7, 11);
    checkImage(
        3, 5, 2, (g, x) -> g.scatter(x, List.of(1, 0, 0), List.of(2, 2, 1), apart));
  }

  @Test
  void aStateUpdateTakesNoPartInTheGradient() {
    checkImage(
        3,
        5,
        2,
        (g, x) -> {
          Node state = g.state("running_mean", 2, 0);
          Node mean = g.mean(Axes.FEATURES, x);
          g.updateState(state, g.map(arg(0).plus(arg(1)), state, mean));
          return mean;
        });
  }

  @Test
  void aParameterThatTheLossDoesNotReadHasNoGradient() {
    GraphBuilder g = new GraphBuilder();
    Node read = g.parameter(ParameterInfo.vector("read", 3, ANY));
    Node unread = g.parameter(ParameterInfo.vector("unread", 3, ANY));
    Node loss = g.sum(Axes.NONE, read);
    Graph training = Autodiff.apply(GradientCheck.graph(g, "Unread", loss));
    assertEquals(List.of(read), List.copyOf(training.gradients().keySet()));
    assertNull(training.gradients().get(unread));
  }

  @Test
  void inputsNeedNoGradient() {
    GraphBuilder g = new GraphBuilder();
    Window window = Window.square(3, 7, 7, 2, 3, 1, 1);
    Node y = g.conv2d(window, g.data("images", window.input()), parameter(g, "stem", window));
    Graph training = Autodiff.apply(GradientCheck.graph(g, "Stem", g.sum(Axes.NONE, y)));
    assertEquals(-1, training.trace().indexOf("Conv2dInputGradient"), training.trace());
  }

  /** {@code body} over three different images. */
  private static void checkMap(Expr body) {
    checkImage(
        3,
        7,
        2,
        (g, x) -> {
          List<Node> operands = new ArrayList<>(List.of(x));
          for (String name : List.of("second", "third")) {
            operands.add(pointwise(g, x, name));
          }
          return g.map(body, operands.toArray(Node[]::new));
        });
  }

  private static void checkImage(int h, int w, int c, Body body) {
    check(TensorType.image(c, h, w), body);
  }

  private static void checkVector(int features, Body body) {
    TensorType vector = TensorType.batch(features);
    check(TensorType.image(features, 1, 1), (g, x) -> body.apply(g, g.reshape(x, vector)));
  }

  /** What stands between the weights and the projection. */
  private interface Body {
    Node apply(GraphBuilder g, Node x);
  }

  private static void check(TensorType image, Body body) {
    GraphBuilder g = new GraphBuilder();
    Node x = pointwise(g, g.data("images", image), "first");
    Node y = body.apply(g, x);
    Graph forward = GradientCheck.graph(g, "OneRule", GradientCheck.projection(g, y));
    GradientCheck.check(forward, GradientCheck.feeds(forward, image, 10, BATCH));
  }

  private static Node squared(GraphBuilder g, Node x) {
    return g.map(arg(0).times(arg(0)), x);
  }

  /** A convolution that keeps the shape and leaves no two elements alike. */
  private static Node pointwise(GraphBuilder g, Node x, String name) {
    TensorType type = x.type();
    Window window =
        Window.square(
            type.channels(), type.height(), type.width(), type.channels(), 3, 1, 1);
    return g.conv2d(window, x, parameter(g, name, window));
  }

  private static Node parameter(GraphBuilder g, String name, Window window) {
    return g.parameter(ParameterInfo.convolution(name, window, ANY));
  }

  private static Node linear(GraphBuilder g, Node x, String name, int units) {
    return g.matMul(x, g.parameter(ParameterInfo.linear(name, x.type().features(), units, ANY)));
  }
}

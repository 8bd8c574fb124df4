package dev.throughline.processor.testing;

import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.throughline.dsl.SoftmaxCrossEntropy;
import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Compares the gradients of a graph with central differences, both interpreted in double. */
public final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final int ELEMENTS_CHECKED = 24;

  /** Constants of a graph are single, so a gradient that one of them scales is no better than this. */
  public static final double TOLERANCE = 2e-7;

  private GradientCheck() {}

  /** A scalar that depends on every element of {@code y}, each by a weight of its own. */
  public static Node projection(GraphBuilder g, Node y) {
    Expr weight = Expr.fma(new Expr.Random(g.randomStream()), Expr.constant(2), Expr.constant(-1));
    return g.sum(Axes.NONE, g.map(Expr.arg(0).times(weight), y));
  }

  /** {@code g} as the graph of a network whose one loss is {@code loss}. */
  public static Graph graph(GraphBuilder g, String name, Node loss) {
    g.loss(
        new LossTerm("loss", SoftmaxCrossEntropy.class, 1, loss, loss, loss, OptionalInt.empty()));
    return g.build(name);
  }

  /** Feeds of a graph: every value depends on names only. */
  public static Feeds feeds(Graph forward, TensorType image, int classes, int batch) {
    double[] images =
        NamedValues.spreadEvenly("images", Math.toIntExact(batch * image.elements()));
    double[] labels = new double[batch];
    for (int n = 0; n < batch; n++) {
      labels[n] = n * 5 % classes;
    }
    Map<String, double[]> inputs = Map.of("images", images, "labels", labels);
    return new Feeds(batch, inputs, NamedValues.parametersOf(forward), Map.of(), 3, 1);
  }

  /** Feeds of a graph, whatever it reads. */
  public static Feeds feeds(Graph forward, int batch) {
    return new Feeds(
        batch,
        Batches.inputs(forward, batch),
        NamedValues.parametersOf(forward),
        Map.of(),
        3,
        1);
  }

  /** Fails unless each parameter's gradient is the slope of the loss along that parameter. */
  public static void check(Graph forward, Feeds feeds) {
    Graph training = Autodiff.apply(forward);
    GraphInterpreter.Results results = GraphInterpreter.run(training, feeds);
    assertFalse(forward.parameters().isEmpty(), "nothing to check");
    for (Node parameter : forward.parameters()) {
      Node gradient = training.gradients().get(parameter);
      assertNotNull(gradient, () -> "no gradient of " + parameter);
      assertEquals(parameter.type(), gradient.type(), "type of a gradient");
      check(forward, feeds, parameter, results.value(gradient));
    }
  }

  private static void check(Graph forward, Feeds feeds, Node parameter, double[] gradient) {
    double scale = 0;
    for (double element : gradient) {
      scale = Math.max(scale, Math.abs(element));
    }
    String name = info(parameter).name();
    int stride = Math.max(1, gradient.length / ELEMENTS_CHECKED);
    for (int i = 0; i < gradient.length; i += stride) {
      double slope =
          (lossAt(forward, feeds, name, i, STEP) - lossAt(forward, feeds, name, i, -STEP))
              / (2 * STEP);
      assertEquals(
          slope,
          gradient[i],
          TOLERANCE * Math.max(1, scale),
          "d loss / d %s[%d]".formatted(name, i));
    }
  }

  private static double lossAt(Graph forward, Feeds feeds, String name, int element, double by) {
    Map<String, double[]> parameters = new HashMap<>(feeds.parameters());
    double[] moved = feeds.parameters().get(name).clone();
    moved[element] += by;
    parameters.put(name, moved);
    Feeds there =
        new Feeds(
            feeds.batch(),
            feeds.inputs(),
            parameters,
            feeds.states(),
            feeds.seed(),
            feeds.step());
    GraphInterpreter.Results results = GraphInterpreter.run(forward, there);
    return forward.losses().stream()
        .mapToDouble(loss -> loss.weight() * results.value(loss.value())[0])
        .sum();
  }

  /** Fails unless the gradients that layers give themselves are those that the rules give. */
  public static void checkClosedForms(Graph forward, Feeds feeds) {
    assertFalse(forward.closedForms().isEmpty(), "no layer gives its own gradient");
    Graph closed = Autodiff.apply(forward);
    Graph automatic = Autodiff.apply(withoutClosedForms(forward));
    GraphInterpreter.Results ofClosed = GraphInterpreter.run(closed, feeds);
    GraphInterpreter.Results ofAutomatic = GraphInterpreter.run(automatic, feeds);
    for (Node parameter : forward.parameters()) {
      Closeness.assertClose(
          info(parameter).name(),
          ofAutomatic.value(gradient(automatic, parameter)),
          ofClosed.value(gradient(closed, parameter)),
          TOLERANCE * 10);
    }
  }

  private static Node gradient(Graph training, Node parameter) {
    return Objects.requireNonNull(training.gradients().get(parameter), parameter::toString);
  }

  private static Graph withoutClosedForms(Graph graph) {
    return new Graph(
        graph.name(),
        graph.nodes(),
        graph.backwardFrom(),
        graph.outputs(),
        graph.losses(),
        graph.members(),
        graph.gradients(),
        graph.derivatives(),
        Map.of());
  }
}

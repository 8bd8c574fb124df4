package dev.throughline.processor.schedule;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.testing.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How groups are computed, and what comes in between for that. */
class SchedulingTest {
  private static final Window WINDOW = Window.square(8, 6, 6, 8, 3, 1, 1);

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", WINDOW.input());
  private final Node w = Passes.filters(g, "w", WINDOW);

  private static List<Step.Pack> packs(List<Sweep> sweeps) {
    return sweeps.stream()
        .flatMap(sweep -> sweep.steps().stream())
        .filter(Step.Pack.class::isInstance)
        .map(Step.Pack.class::cast)
        .toList();
  }

  private static ScheduledGraph checked(ScheduledGraph scheduled) {
    ScheduleVerifier.check(scheduled, "schedule");
    return scheduled;
  }

  @Test
  void weightsArePackedOnceForInferenceWithWhatIsFolded() {
    ScheduledGraph inference =
        checked(Passes.scheduled(Passes.answering(g, g.conv2d(WINDOW, x, w))));
    assertEquals(1, packs(inference.fold()).size());
    assertEquals(0, packs(inference.forward()).size());
  }

  @Test
  void inTrainingTheyArePackedForEachUseInAnOrderOfItsOwn() {
    Node bias = g.spread(Passes.vector(g, "b", 8), Axes.FEATURES, x.type());
    Node first = g.conv2d(WINDOW, g.map(arg(0).plus(arg(1)), x, bias), w);
    ScheduledGraph training = checked(Passes.scheduled(Passes.training(g, first)));
    assertEquals(1, packs(training.forward()).size());
    assertEquals(1, packs(training.backward()).size()); // for the gradient of the map before it
  }

  @Test
  void weightsThatAreReadTwiceInOneOrderArePackedOnce() {
    Node twice = g.conv2d(WINDOW, g.conv2d(WINDOW, x, w), w);
    ScheduledGraph inference = checked(Passes.scheduled(Passes.answering(g, twice)));
    assertEquals(1, packs(inference.fold()).size());
  }

  @Test
  void aFilterGradientIsSummedInAsManyPartsAsItsShapeSays() {
    ScheduledGraph training =
        checked(Passes.scheduled(Passes.training(g, g.conv2d(WINDOW, x, w))));
    Step.Product gradient =
        training.steps().stream()
            .filter(Step.Product.class::isInstance)
            .map(Step.Product.class::cast)
            .filter(p -> p.contraction().overBatch())
            .findFirst()
            .orElseThrow();
    assertEquals(16, gradient.splits());
    assertEquals(16 * w.type().elements(), gradient.parts().orElseThrow().type().elements());
  }

  @Test
  void sumsOfWhatAConvolutionFinishesHavePartsOfTheirOwn() {
    // Without the sum, tiles would store what they have summed up right where it belongs.
    Window even = Window.square(16, 8, 8, 16, 3, 1, 1);
    Node y = g.conv2d(even, g.data("image", even.input()), Passes.filters(g, "f", even));
    Node sum = g.sum(Axes.FEATURES, y);
    Node centred = g.map(arg(0).minus(arg(1)), y, g.spread(sum, Axes.FEATURES, y.type()));
    ScheduledGraph inference = checked(Passes.scheduled(Passes.answering(g, centred)));
    List<Step> steps = inference.steps();
    Step.Product product =
        assertInstanceOf(Step.Product.class, steps.get(steps.size() - 3));
    assertEquals(List.of(sum), product.sums().stream().map(Stored.Parts::node).toList());
    assertTrue(((DirectRows) product.schedule()).buffered());
    assertTrue(!product.byRows());
    assertEquals(product.sums(), ((Step.Total) steps.get(steps.size() - 2)).parts());
  }

  @Test
  void aCopyThatNobodyMakesIsAnInternalErrorAfterSchedule() {
    ScheduledGraph inference = Passes.scheduled(Passes.answering(g, g.conv2d(WINDOW, x, w)));
    ScheduledGraph broken =
        new ScheduledGraph(inference.fused(), List.of(), inference.forward(), List.of());
    BrokenValueException e =
        assertThrows(
            BrokenValueException.class, () -> ScheduleVerifier.check(broken, "schedule"));
    assertTrue(
        e.getMessage().startsWith("internal error after schedule: direct rows"), e::getMessage);
  }

  @Test
  void theTraceSaysAlgorithmTileBlockAndCost() {
    ScheduledGraph inference = Passes.scheduled(Passes.answering(g, g.conv2d(WINDOW, x, w)));
    String line = inference.trace(Target.AVX2).lines().toList().getLast();
    assertTrue(line.contains("direct rows, tile slide 8×16, block 6 of 6 rows"), line);
    assertTrue(line.contains("41,472 n FLOP"), line);
    assertTrue(line.contains("µs a sample"), line);
    assertEquals(
        Primitive.Conv2d.class,
        ((Step.Product) inference.steps().getLast()).group().contraction().op().getClass());
  }

  /** Two convolutions with batch norm, as a residual net has many. */
  private ScheduledGraph normalised() {
    Node y = x;
    for (int i = 0; i < 2; i++) {
      Node conv = g.conv2d(WINDOW, y, Passes.filters(g, "w" + i, WINDOW));
      Node moments = g.moments(conv);
      Node mean = g.spread(g.pick(moments, 0), Axes.FEATURES, conv.type());
      y = g.map(Expr.unary(UnaryOp.RELU, arg(0).minus(arg(1))), conv, mean);
    }
    return checked(Passes.scheduled(Passes.training(g, y)));
  }

  @Test
  void aSampleGoesThroughNormalisationConvolutionAndMomentsInOneLaunch() {
    List<List<String>> sweeps =
        normalised().forward().stream()
            .map(sweep -> sweep.steps().stream().map(s -> s.getClass().getSimpleName()).toList())
            .toList();
    assertTrue(sweeps.contains(List.of("Loops", "Product", "Own")), sweeps::toString);
  }

  @Test
  void stepsThatShareALaunchAreDividedAlike() {
    for (Sweep sweep : normalised().sweeps()) {
      assertEquals(
          1, sweep.steps().stream().map(Step::division).distinct().count(), sweep::toString);
    }
  }

  @Test
  void everyStepRunsOnceAndBehindWhatItReads() {
    ScheduledGraph training = normalised();
    long made = training.steps().stream().flatMap(s -> s.writes().stream()).distinct().count();
    long written = training.steps().stream().mapToLong(s -> s.writes().size()).sum();
    assertEquals(made, written);
  }
}

package dev.throughline.processor.schedule;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.testing.Passes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How groups are computed, and what comes in between for that. */
class SchedulingTest {
  private static final Window WINDOW = Window.square(8, 6, 6, 8, 3, 1, 1);

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", WINDOW.input());
  private final Node w = Passes.filters(g, "w", WINDOW);

  private static List<Step.Pack> packs(ScheduledGraph scheduled, int from, int to) {
    return scheduled.steps().subList(from, to).stream()
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
    assertEquals(1, inference.foldedUntil());
    assertInstanceOf(Step.Pack.class, inference.steps().getFirst());
  }

  @Test
  void inTrainingTheyArePackedRightBeforeEachUseInAnOrderOfItsOwn() {
    Node bias = g.spread(Passes.vector(g, "b", 8), Axes.FEATURES, x.type());
    Node first = g.conv2d(WINDOW, g.map(arg(0).plus(arg(1)), x, bias), w);
    ScheduledGraph training = checked(Passes.scheduled(Passes.training(g, first)));
    assertEquals(0, training.foldedUntil());
    int steps = training.steps().size();
    List<Step.Pack> all = packs(training, 0, steps);
    assertEquals(2, all.size()); // forward, and for the gradient of the map before it
    assertEquals(1, packs(training, training.backwardFrom(), steps).size());
    for (Step.Pack pack : all) {
      Step next = training.steps().get(training.steps().indexOf(pack) + 1);
      assertTrue(next.reads().contains(pack.packed()), next::trace);
    }
  }

  @Test
  void weightsThatAreReadTwiceInOneOrderArePackedOnce() {
    Node twice = g.conv2d(WINDOW, g.conv2d(WINDOW, x, w), w);
    ScheduledGraph inference = checked(Passes.scheduled(Passes.answering(g, twice)));
    assertEquals(1, packs(inference, 0, inference.steps().size()).size());
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
    assertEquals(16 * w.type().elements(), gradient.parts().getFirst().type().elements());
  }

  @Test
  void aCopyThatNobodyMakesIsAnInternalErrorAfterSchedule() {
    ScheduledGraph inference = Passes.scheduled(Passes.answering(g, g.conv2d(WINDOW, x, w)));
    List<Step> without = new ArrayList<>(inference.steps());
    without.removeIf(Step.Pack.class::isInstance);
    ScheduledGraph broken = new ScheduledGraph(inference.fused(), without, 0, without.size());
    BrokenValueException e =
        assertThrows(
            BrokenValueException.class, () -> ScheduleVerifier.check(broken, "schedule"));
    assertTrue(
        e.getMessage().startsWith("internal error after schedule: step 0 reads"), e::getMessage);
  }

  @Test
  void theTraceSaysAlgorithmTileBlockAndCost() {
    ScheduledGraph inference = Passes.scheduled(Passes.answering(g, g.conv2d(WINDOW, x, w)));
    String line = inference.trace(Target.AVX512).lines().toList().getLast();
    assertTrue(line.contains("direct rows, tile slide 8×16, block 6 of 6 rows"), line);
    assertTrue(line.contains("41,472 n FLOP"), line);
    assertTrue(line.contains("µs a sample"), line);
    assertEquals(
        Primitive.Conv2d.class,
        ((Step.Product) inference.steps().getLast()).group().contraction().op().getClass());
  }
}

package dev.throughline.processor.memory;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.Passes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where values lie. */
class MemoryPlannerTest {
  private static final Window WINDOW = Window.square(4, 6, 6, 4, 3, 1, 1);

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", WINDOW.input());

  private static MemoryPlan planned(ScheduledGraph scheduled) {
    MemoryPlan plan = Passes.memory(scheduled);
    MemoryVerifier.check(scheduled, plan, "memory");
    return plan;
  }

  @Test
  void aChainOfWindowsNeedsTwoBuffersWhateverItsLength() {
    Node y = x;
    for (int i = 0; i < 7; i++) {
      y = g.pool(Pooling.MAX, WINDOW, y);
    }
    long image = WINDOW.input().elements();
    // The input is kept, since it may be asked about again.
    assertEquals(3 * image, planned(Passes.scheduled(Passes.answering(g, y))).activationFloats());
  }

  @Test
  void anElementwiseResultTakesThePlaceOfAnOperandThatNobodyReadsAgain() {
    Node pooled = g.pool(Pooling.MAX, WINDOW, x);
    Node mean = g.spread(g.mean(Axes.ROWS, pooled), Axes.ROWS, x.type());
    Node y = g.map(arg(0).minus(arg(1)), pooled, mean);
    MemoryPlan plan = planned(Passes.scheduled(Passes.answering(g, y)));
    assertTrue(plan.slotOf(pooled).isPlaceOf(plan.slotOf(y)));
  }

  @Test
  void aResultNeverTakesThePlaceOfAnOperandThatIsReadAgain() {
    Node pooled = g.pool(Pooling.MAX, WINDOW, x);
    Node mean = g.spread(g.mean(Axes.ROWS, pooled), Axes.ROWS, x.type());
    Node centred = g.map(arg(0).minus(arg(1)), pooled, mean);
    Node y =
        g.map(
            arg(0).plus(arg(1)), g.pool(Pooling.MAX, WINDOW, centred),
            g.pool(Pooling.AVERAGE, WINDOW, pooled));
    MemoryPlan plan = planned(Passes.scheduled(Passes.answering(g, y)));
    assertFalse(plan.slotOf(pooled).isPlaceOf(plan.slotOf(centred)));
  }

  @Test
  void nothingIsWrittenOverWhatAViewOfItReads() {
    Node table = g.parameter(ParameterInfo.linear("w", 5, 8, new Initializer.Fill(0)));
    Node wide = g.map(Expr.unary(UnaryOp.EXP, arg(0)), table);
    Node first = g.slice(wide, List.of(0, 0), List.of(1, 1), List.of(1, 8));
    Node row = g.spread(g.reshape(first, TensorType.fixed(8)), Axes.FEATURES, wide.type());
    Node y = g.map(arg(0).minus(arg(1)), wide, row);
    ScheduledGraph scheduled = Passes.scheduled(Passes.answering(g, y));
    MemoryPlan plan = planned(scheduled);
    assertEquals(wide, plan.views().holder(first));
    assertFalse(plan.slotOf(wide).isPlaceOf(plan.slotOf(y)));
    Map<Stored, Slot> slots = new HashMap<>(plan.slots());
    slots.put(Stored.of(y), plan.slotOf(wide).holding(Stored.of(y)));
    MemoryPlan wrong =
        new MemoryPlan(
            slots, plan.activationFloats(), plan.workspaceFloats(), plan.parameterFloats(),
            plan.stateFloats(), plan.scratchFloats(), plan.views());
    assertTrue(isCaught(scheduled, wrong));
  }

  @Test
  void whatIsFoldedOnceSurvivesEveryBatch() {
    Node scale = g.map(Expr.unary(UnaryOp.EXP, arg(0)), Passes.vector(g, "b", 4));
    Node shift = g.map(Expr.unary(UnaryOp.TANH, arg(0)), Passes.vector(g, "c", 4));
    Node scaled =
        g.map(arg(0).times(arg(1)), x, g.spread(scale, Axes.FEATURES, x.type()));
    Node pooled = g.pool(Pooling.MAX, WINDOW, scaled);
    Node y = g.map(arg(0).plus(arg(1)), pooled, g.spread(shift, Axes.FEATURES, x.type()));
    MemoryPlan plan = planned(Passes.scheduled(Passes.answering(g, y)));
    assertFalse(plan.slotOf(scale).isPlaceOf(plan.slotOf(shift)));
  }

  @Test
  void theGradientOfAParameterLiesWhereTheParameterDoes() {
    Node w = Passes.filters(g, "w", WINDOW);
    ScheduledGraph scheduled = Passes.scheduled(Passes.training(g, g.conv2d(WINDOW, x, w)));
    MemoryPlan plan = planned(scheduled);
    Slot gradient = plan.slotOf(scheduled.graph().gradients().get(w));
    assertEquals(
        new Slot(gradient.value(), Region.GRADIENTS, plan.slotOf(w).offset(), 144), gradient);
  }

  @Test
  void anOverlapOfLivingValuesIsAnInternalErrorAfterMemory() {
    ScheduledGraph scheduled =
        Passes.scheduled(Autodiff.apply(Networks.fixture("Small").training()));
    MemoryPlan plan = planned(scheduled);
    int caught = 0;
    for (Stored moved : plan.slots().keySet()) {
      caught += plan.slots().get(moved).region() == Region.ACTIVATIONS
          && isCaught(scheduled, over(plan, moved, scheduled.graph().logits())) ? 1 : 0;
    }
    // All but what is dead before the logits are written or, like them, is not there any more.
    assertTrue(caught > 10, "overlaps caught: " + caught);
  }

  private static MemoryPlan over(MemoryPlan plan, Stored moved, Node other) {
    Map<Stored, Slot> slots = new HashMap<>(plan.slots());
    Slot slot = plan.slots().get(moved);
    slots.put(moved, new Slot(moved, slot.region(), plan.slotOf(other).offset() + 1, slot.size()));
    return new MemoryPlan(
        slots, plan.activationFloats() + slot.size() + 16, plan.workspaceFloats(),
        plan.parameterFloats(), plan.stateFloats(), plan.scratchFloats(), plan.views());
  }

  private static boolean isCaught(ScheduledGraph scheduled, MemoryPlan wrong) {
    try {
      MemoryVerifier.check(scheduled, wrong, "memory");
      return false;
    } catch (BrokenValueException e) {
      assertTrue(e.getMessage().startsWith("internal error after memory: "), e.getMessage());
      assertTrue(e.getMessage().contains("overlap"), e.getMessage());
      return true;
    }
  }

  @Test
  void aSlotOutsideItsRegionIsFound() {
    ScheduledGraph scheduled =
        Passes.scheduled(Passes.answering(g, g.pool(Pooling.MAX, WINDOW, x)));
    MemoryPlan plan = planned(scheduled);
    MemoryPlan small =
        new MemoryPlan(plan.slots(), plan.activationFloats() - 1, 0, 0, 0, 0, plan.views());
    assertThrows(
        BrokenValueException.class, () -> MemoryVerifier.check(scheduled, small, "memory"));
  }

  @Test
  void stepsOfOneLaunchDoNotShareMemoryThatOneOfThemStillNeeds() {
    Node y = x;
    for (int i = 0; i < 3; i++) {
      y = g.pool(Pooling.MAX, WINDOW, y);
    }
    ScheduledGraph training = Passes.scheduled(Passes.training(g, y));
    MemoryPlan plan = planned(training);
    // One sample may be in the third pooling while another is in the first.
    long slots =
        training.graph().nodes().stream()
            .filter(node -> node.op() instanceof Primitive.Pool)
            .mapToLong(node -> plan.slotOf(node).offset())
            .distinct()
            .count();
    assertEquals(3, slots);
  }
}

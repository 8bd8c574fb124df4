package dev.throughline.processor.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.Passes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reader follows a value through a pass by its name alone. */
class ValueNamesTest {
  private static final Networks SMALL = Networks.fixture("Small");
  private static final Graph TRAINING = Autodiff.apply(SMALL.training());
  private static final Program PROGRAM =
      Passes.program(Passes.scheduled(TRAINING), Passes.scheduled(SMALL.folded()));
  private static final ValueNames NAMES = new ValueNames(TRAINING);

  private static List<String> activations(Launch launch) {
    return launch.buffers().stream()
        .filter(slot -> slot.region() == Region.ACTIVATIONS)
        .map(Slot::value)
        .map(NAMES::of)
        .toList();
  }

  private static Launch launch(String kernel, String member) {
    return Program.calls(PROGRAM.backward())
        .filter(call -> call.kernel().name().startsWith(kernel))
        .filter(call -> call.origin().member().equals(member))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theGradientOfASumGoesIntoTheBodyAndOverTheSkip() {
    assertEquals(
        List.of("D_STAGE1_1_SUM", "STAGE1_1_CONV2_Y", "D_STAGE1_1_CONV2_Y"),
        activations(launch("dx", "stage1.1.conv2")));
    assertEquals(
        List.of("D_STAGE1_1_CONV2_Y", "D_STAGE1_1_CONV1_NORM", "STAGE1_1_CONV1"),
        activations(launch("convInputGradient", "stage1.1.conv1")));
    assertEquals(
        List.of("D_STAGE1_1_CONV1_NORM", "STAGE1_1_CONV1_Y", "D_STAGE1_1_CONV1_Y"),
        activations(launch("dx", "stage1.1.conv1")));
    assertEquals(
        List.of("D_STAGE1_1_CONV1_Y", "D_STAGE1_0_SUM", "STAGE1_0", "D_STAGE1_1_SUM"),
        activations(launch("convInputGradient", "stage1.0")));
  }

  @Test
  void aProjectionHasNamesOfItsOwn() {
    assertEquals(
        List.of("D_STAGE1_0_SUM", "STAGE1_0_SHORTCUT_Y", "D_STAGE1_0_SHORTCUT_Y"),
        activations(launch("dx", "stage1.0")).subList(0, 3));
  }

  @Test
  void aParameterIsCalledAsItIsPublishedAndItsGradientAfterIt() {
    TRAINING.gradients().forEach(
        (parameter, gradient) -> {
          String name = NAMES.of(Stored.of(parameter));
          assertEquals("D_" + name, NAMES.of(new Stored.Value(gradient)));
          assertEquals(
              ((Primitive.Parameter) parameter.op()).info().name().replace('.', '_'),
              name.toLowerCase(Locale.ROOT));
        });
  }

  @Test
  void noTwoValuesOfThisNetworkWantOneName() {
    Map<String, Stored> byName = new HashMap<>();
    Program.calls(PROGRAM.forward()).forEach(call -> check(call, byName));
    Program.calls(PROGRAM.backward()).forEach(call -> check(call, byName));
    assertTrue(byName.size() > 100, byName.keySet()::toString);
  }

  private static void check(Launch call, Map<String, Stored> byName) {
    for (Slot slot : call.buffers()) {
      Stored value = slot.value() instanceof Stored.Value(Node node) ? held(node) : slot.value();
      Stored other = byName.putIfAbsent(NAMES.of(value), value);
      assertTrue(other == null || other.equals(value), () -> NAMES.of(value) + ": " + other);
    }
  }

  /** Under another shape it is the same value. */
  private static Stored held(Node node) {
    return node.op() instanceof Primitive.Reshape ? held(node.input(0)) : Stored.of(node);
  }
}

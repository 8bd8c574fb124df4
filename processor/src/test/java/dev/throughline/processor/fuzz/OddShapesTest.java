package dev.throughline.processor.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.wiring.Wirings;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Networks around every layer, drawn with odd sizes: what the compiler accepts compiles, and computes what it should. */
class OddShapesTest {
  private static final int EACH = 3;

  @Test
  void everyLayerAndLossIsDrawn() {
    assertEquals(
        Wirings.allKinds().stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new)),
        OddLayers.all().keySet());
  }

  @Test
  void whatIsAcceptedCompilesAndComputesWhatTheInterpreterDefines() {
    OddNetworks networks = new OddNetworks(OddLayers.all().keySet(), EACH, 1).run();
    assertEquals(List.of(), networks.failures(), () -> String.join("\n", networks.failures()));
    for (String layer : OddLayers.all().keySet()) {
      assertTrue(networks.ran().getOrDefault(layer, 0) > 0, layer + " of " + networks.ran());
    }
  }
}

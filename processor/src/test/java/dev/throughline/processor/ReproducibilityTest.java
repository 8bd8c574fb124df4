package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.TenSteps;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training gives bitwise the same weights for any number of threads and lanes, with scalar kernels, and
 * resumed from a checkpoint.
 */
class ReproducibilityTest {
  /** Held, or the setting would be collected with it. */
  private static final Logger RUNS = Logger.getLogger("dev.throughline.runtime.training");

  @TempDir
  private Path folder;

  @BeforeAll
  static void quiet() {
    RUNS.setLevel(Level.WARNING); // a run is stopped, as it should be
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "FashionNet"})
  void tenStepsEndInTheSameWeights(String name) {
    GeneratedNetwork network = GeneratedNetwork.fixture(name);
    String expected = TenSteps.run(network, 1);
    assertEquals(expected, TenSteps.run(network, 2), "two threads");
    assertEquals(expected, TenSteps.run(network, 3), "three threads");
    assertEquals(
        expected, TenSteps.resumed(network, 5, folder.resolve("run.safetensors")), "resumed");
    for (AnotherMachine.Kind kind : AnotherMachine.Kind.values()) {
      String classes = network.classes().toString();
      Process steps = kind.machine().start(TenSteps.class, classes, network.className(), "2");
      assertEquals(expected, AnotherMachine.lines(steps).getLast(), kind.toString());
    }
  }
}

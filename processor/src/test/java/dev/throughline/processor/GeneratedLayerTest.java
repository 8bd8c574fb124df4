package dev.throughline.processor;

import static dev.throughline.processor.testing.LayerCase.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.AgainstInterpreter;
import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.LayerCase;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layer: generated Java computes what the interpreter defines, within single precision, and all forms of
 * kernels and any number of threads compute it bitwise alike.
 */
class GeneratedLayerTest {
  private static Path compiled;

  /** With two threads, and kernels of either form as it happens. */
  private static String outcomes;

  @BeforeAll
  static void compile() {
    compiled = LayerCase.compileAll();
    outcomes = outcomes(2);
  }

  private static String outcomes(int threads) {
    return LayerCase.all().stream()
        .map(layer -> layer.outcome(compiled, threads))
        .collect(Collectors.joining("\n"));
  }

  static List<LayerCase> layers() {
    return LayerCase.all();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void computesWhatTheInterpreterDefines(LayerCase layer) {
    var graphs = layer.graphs();
    try (Device device = Device.cpu(2);
        Network network = layer.on(device, compiled)) {
      AgainstInterpreter.check(network, graphs, BATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void doesNotDependOnTheThreads(int threads) {
    assertEquals(outcomes, outcomes(threads));
  }

  @ParameterizedTest
  @EnumSource(AnotherMachine.Kind.class)
  void doesNotDependOnTheKernels(AnotherMachine.Kind kind) {
    Process machine = kind.machine().start(LayerCase.class, compiled.toString(), "3");
    assertEquals(outcomes, String.join("\n", AnotherMachine.lines(machine)));
  }
}

package dev.throughline.processor;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static dev.throughline.processor.testing.Closeness.distance;
import static dev.throughline.processor.testing.Closeness.narrow;
import static dev.throughline.processor.testing.Closeness.norm;
import static dev.throughline.processor.testing.Closeness.widen;
import static dev.throughline.processor.testing.LayerCase.BATCH;
import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.LayerCase;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  /** Of values of the size of 1, after sums of some hundred terms. */
  private static final double TOLERANCE = 1e-5;

  /** Below this norm a gradient is what is left of larger terms that cancel. */
  private static final double CANCELLED = 0.1;

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
      network.feed(LayerCase.feed(network, BATCH));
      network.trainingPass();
      checkTraining(network, graphs.training());
      network.inferencePass(LayerCase.feed(network, BATCH));
      checkInference(network, graphs.folded());
    }
  }

  private static void checkTraining(Network network, Graph forward) {
    Graph training = Autodiff.apply(forward);
    Feeds feeds =
        new Feeds(
            BATCH,
            Batches.inputs(training, BATCH),
            NamedValues.parametersOf(forward),
            Map.of(),
            RecordedNetwork.MASK_KEY,
            0);
    Results expected = GraphInterpreter.run(training, feeds);
    assertClose(
        "logits", expected.value(training.logits()), widen(network.lastLogits()), TOLERANCE);
    for (LossTerm term : training.losses()) {
      double loss = expected.value(term.value())[0];
      assertEquals(loss, network.lastLoss(term.path()), TOLERANCE * loss, term.path());
    }
    training
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              double[] exact = expected.value(gradient);
              double error = distance(exact, GeneratedNetwork.gradient(network, info(parameter)));
              assertTrue(
                  error < TOLERANCE * Math.max(norm(exact), CANCELLED),
                  () -> "gradient of %s: %.3g of %.3g".formatted(parameter, error, norm(exact)));
            });
    GeneratedNetwork.assertStates(expected.states(), network, TOLERANCE);
  }

  private static void checkInference(Network network, Graph folded) {
    Feeds feeds =
        new Feeds(
            BATCH,
            Batches.inputs(folded, BATCH),
            NamedValues.parametersOf(folded),
            GeneratedNetwork.states(network),
            0,
            0);
    Results expected = GraphInterpreter.run(folded, feeds);
    assertClose(
        "evaluation logits",
        expected.value(folded.logits()),
        widen(network.lastLogits()),
        TOLERANCE);
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

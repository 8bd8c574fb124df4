package dev.throughline.processor.testing;

import static dev.throughline.processor.testing.Closeness.assertClose;
import static dev.throughline.processor.testing.Closeness.distance;
import static dev.throughline.processor.testing.Closeness.norm;
import static dev.throughline.processor.testing.Closeness.widen;
import static dev.throughline.processor.testing.NamedValues.info;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Holds a step of a generated network against the interpreter: single precision is all they differ by. */
public final class AgainstInterpreter {
  /** Of values of the size of 1, after sums of some hundred terms. */
  private static final double TOLERANCE = 1e-5;

  /** Below this size a loss, or the norm of a gradient, is what is left of larger terms that cancel. */
  private static final double CANCELLED = 0.1;

  private final double tolerance;

  private AgainstInterpreter(double tolerance) {
    this.tolerance = tolerance;
  }

  /** One training pass and one inference pass of {@code network}, whose weights are set. */
  public static void check(Network network, Networks graphs, int batch) {
    check(network, graphs, batch, TOLERANCE);
  }

  /** The same for values that may differ by more: a {@code tolerance} of themselves, or of 1. */
  public static void check(Network network, Networks graphs, int batch, double tolerance) {
    AgainstInterpreter check = new AgainstInterpreter(tolerance);
    network.feed(Batches.feed(network.spec(), batch, batch));
    network.trainingPass();
    check.training(network, graphs.training(), batch);
    network.inferencePass(Batches.feedOfInputs(network.spec(), batch));
    check.inference(network, graphs.folded(), batch);
  }

  private void training(Network network, Graph forward, int batch) {
    Graph training = Autodiff.apply(forward);
    Feeds feeds =
        new Feeds(
            batch,
            Batches.inputs(training, batch),
            NamedValues.parametersOf(forward),
            Map.of(),
            RecordedNetwork.MASK_KEY,
            0);
    Results expected = GraphInterpreter.run(training, feeds);
    outputs(expected, training, network);
    for (LossTerm term : training.losses()) {
      double loss = expected.value(term.value())[0];
      double delta = tolerance * Math.max(Math.abs(loss), CANCELLED);
      assertEquals(loss, network.lastLoss(term.path()), delta, term.path());
    }
    training
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              double[] exact = expected.value(gradient);
              double error = distance(exact, GeneratedNetwork.gradient(network, info(parameter)));
              assertTrue(
                  error < tolerance * Math.max(norm(exact), CANCELLED),
                  () -> "gradient of %s: %.3g of %.3g".formatted(parameter, error, norm(exact)));
            });
    GeneratedNetwork.assertStates(expected.states(), network, tolerance);
  }

  private void inference(Network network, Graph folded, int batch) {
    Feeds feeds =
        new Feeds(
            batch,
            Batches.inputs(folded, batch),
            NamedValues.parametersOf(folded),
            GeneratedNetwork.states(network),
            0,
            0);
    outputs(GraphInterpreter.run(folded, feeds), folded, network);
  }

  private void outputs(Results expected, Graph graph, Network network) {
    assertClose(
        "logits", expected.value(graph.logits()), widen(network.lastLogits()), tolerance);
    graph
        .outputs()
        .forEach(
            (path, node) -> {
              Tensor published = network.output(path);
              List<Integer> shape = IntStream.of(published.shape()).boxed().toList();
              double[] values = widen(published.toArray());
              assertClose(
                  path,
                  expected.value(node),
                  new RecordedTensor(shape, values).featuresLast(),
                  tolerance);
            });
  }
}

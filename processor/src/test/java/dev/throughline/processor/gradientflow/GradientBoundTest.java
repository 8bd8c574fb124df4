package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.testing.Networks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the compiler claims of a gradient against gradients, in networks drawn as they are initialised.
 *
 * <p>With one sample, the gradient of a bias is that of the layer's output.
 */
class GradientBoundTest {
  private static final int DRAWS = 20;

  /** The claim holds, and says something: it is not far above what is measured. */
  @ParameterizedTest
  @CsvSource({
    "Sequence, SIGMOID, HE, 3",
    "Sequence, SIGMOID, XAVIER, 3",
    "Sequence, SIGMOID, PYTORCH, 3",
    "Sequence, TANH, PYTORCH, 2",
    "Sequence, TANH, XAVIER_NORMAL, 10",
    "Sequence, RELU, HE, 40", // ReLU passes half of it, which the bound does not know
    "Residual, TANH, XAVIER, 1000",
  })
  void boundsTheGradientAsInitialised(
      String wiring, String activation, String initializer, double slack) {
    String members =
        """
            @Flatten  Layer flat();
            @Linear(units = 24, initializer = Initialization.%3$s, activation = %2$s)  Layer first();
            @%1$s(filters = 24, repeat = 8, activation = NONE)  Hidden hidden();
            @Linear(units = 10, initializer = Initialization.%3$s)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
            """;
    String block =
        """
            @Block
            interface Hidden {
              @Linear(initializer = Initialization.%3$s, activation = %2$s)  Layer fc();
            }
            """;
    Graph forward =
        Networks.of(
            1,
            6,
            6,
            members.formatted(wiring, activation, initializer),
            block.formatted(wiring, activation, initializer))
            .training();
    double claimed =
        FlowAnalysis.apply(forward).main().to("first.weight").orElseThrow().bound().ratio();
    double measured = measured(Autodiff.apply(forward));
    assertTrue(measured <= claimed, () -> "measured %s of %s".formatted(measured, claimed));
    assertTrue(
        claimed <= slack * measured, () -> "measured only %s of %s".formatted(measured, claimed));
  }

  /** The root mean square, over draws, of the first layer's gradient over that of the logits. */
  private static double measured(Graph training) {
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      Random random = new Random(draw);
      Map<String, double[]> parameters = new HashMap<>();
      for (Node parameter : training.parameters()) {
        ParameterInfo info = Stations.info(parameter);
        parameters.put(info.name(), draw(info, random));
      }
      double[] image = random.doubles(36, -1, 1).toArray();
      Map<String, double[]> inputs = Map.of("images", image, "labels", new double[] {draw % 10});
      Results results =
          GraphInterpreter.run(training, new Feeds(1, inputs, parameters, Map.of(), 1, 0));
      sum +=
          square(gradient(training, results, "first.bias"))
              / square(gradient(training, results, "logits.bias"));
    }
    return Math.sqrt(sum / DRAWS);
  }

  private static double[] draw(ParameterInfo info, Random random) {
    double[] values = new double[Math.toIntExact(info.type().elements())];
    Arrays.setAll(
        values,
        i -> switch (info.initializer()) {
          case Initializer.HeNormal(int fan) -> random.nextGaussian() * Math.sqrt(2.0 / fan);
          case Initializer.XavierUniform(int in, int out) ->
              uniform(random, Math.sqrt(6.0 / (in + out)));
          case Initializer.XavierNormal(int in, int out) ->
              random.nextGaussian() * Math.sqrt(2.0 / (in + out));
          case Initializer.PyTorchDefault(int in) -> uniform(random, 1 / Math.sqrt(in));
          case Initializer.Normal(double deviation) -> random.nextGaussian() * deviation;
          case Initializer.Sinusoids _ -> throw new IllegalStateException("not of a layer");
          case Initializer.Fill(float value) -> value;
        });
    return values;
  }

  private static double uniform(Random random, double most) {
    return most * (2 * random.nextDouble() - 1);
  }

  private static double[] gradient(Graph training, Results results, String name) {
    Node parameter =
        training.parameters().stream()
            .filter(p -> Stations.info(p).name().equals(name))
            .findFirst()
            .orElseThrow();
    return results.value(training.gradients().get(parameter));
  }

  private static double square(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }
}

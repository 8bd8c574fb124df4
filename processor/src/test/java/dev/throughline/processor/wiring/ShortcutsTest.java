package dev.throughline.processor.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.Networks;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Option A of He et al. 2015 against its definition, with a body that adds nothing. */
class ShortcutsTest {
  private static final String MEMBERS =
      """
          @Residual(filters = %d, stride = %d, shortcut = PAD, activation = NONE)  Silent skip();
          @GlobalAveragePool  Layer pool();
          @Linear(units = 2)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;
  private static final String SILENT =
      """
          @Block
          interface Silent {
            @Conv(kernel = 3, stride = OF_BLOCK)  Layer conv();
          }
          """;

  @ParameterizedTest
  @CsvSource({"2, 8, 8, 6, 2", "3, 7, 5, 3, 2", "1, 9, 4, 5, 3", "2, 5, 6, 4, 1"})
  void paddingStridesAndAddsZerosOnBothSides(int c, int h, int w, int k, int stride) {
    Graph graph = Networks.of(c, h, w, MEMBERS.formatted(k, stride), SILENT).training();
    int batch = 2;
    double[] images = NamedValues.spreadEvenly("images", batch * h * w * c);
    Map<String, double[]> parameters = NamedValues.parametersOf(graph);
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith("skip.")) {
            Arrays.fill(values, 0);
          }
        });
    Map<String, double[]> inputs = Map.of("images", images, "labels", new double[batch]);
    Feeds feeds = new Feeds(batch, inputs, parameters, Map.of(), 1, 0);
    Node skip = graph.members().get("skip");
    double[] actual = GraphInterpreter.run(graph, feeds).value(skip);

    int p = (h - 1) / stride + 1;
    int q = (w - 1) / stride + 1;
    int before = (k - c) / 2;
    int i = 0;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < p; y++) {
        for (int x = 0; x < q; x++) {
          for (int f = 0; f < k; f++, i++) {
            int channel = f - before;
            int pixel = (n * h + y * stride) * w + x * stride;
            double expected =
                channel < 0 || channel >= c ? 0 : images[pixel * c + channel];
            assertEquals(expected, actual[i], "element " + i);
          }
        }
      }
    }
    assertEquals(i, actual.length);
  }
}

package dev.throughline.processor.testing;

import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.Report;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.layer.Mode;
import dev.throughline.processor.layer.NormFolding;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.validation.NetworkRules;
import dev.throughline.processor.wiring.NetworkExpansion;
import dev.throughline.processor.wiring.NetworkInputs;
import dev.throughline.processor.wiring.TypeInference;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Networks as the front end leaves them, for tests of later passes.
 *
 * @param network the members with their places and types
 * @param training the forward graph of training
 * @param inference that of inference, normalisation not folded
 * @param folded that of inference, normalisation folded
 */
public record Networks(TypedNetwork network, Graph training, Graph inference, Graph folded) {
  private static final String IMPORTS =
      """
          import dev.throughline.dsl.*;
          import static dev.throughline.dsl.Block.OF_BLOCK;
          import static dev.throughline.dsl.Nonlinearity.*;
          import static dev.throughline.dsl.Norm.BATCH;
          import static dev.throughline.dsl.Order.PRE_ACTIVATION;
          import static dev.throughline.dsl.Shortcut.*;
          """;

  /** The test fixture {@code networks/<name>.java} of the resources. */
  public static Networks fixture(String name) {
    return read(new Compilation().resource("networks/%s.java".formatted(name)));
  }

  /** A network on {@code channels × height × width} images; {@code members} stand in its braces. */
  public static Networks of(int channels, int height, int width, String members) {
    return of(channels, height, width, members, "");
  }

  /** The same, with {@code blocks} beside it. */
  public static Networks of(
      int channels, int height, int width, String members, String blocks) {
    String text = source("Net", channels, height, width, members, blocks);
    return read(text);
  }

  /** The source of that network. */
  public static String source(
      String name, int channels, int height, int width, String members, String blocks) {
    return source(
        """
            @Network(input = @Input(channels = %d, height = %d, width = %d))
            interface %s {
            %s
            }
            %s
            """
            .formatted(channels, height, width, name, members, blocks));
  }

  /** {@code declarations} under the imports that they may need. */
  public static String source(String declarations) {
    return IMPORTS + declarations;
  }

  /** Elements of all values of one sample, parameters among them. */
  public long floats() {
    return training.nodes().stream().mapToLong(node -> node.type().elements()).sum();
  }

  /** The network of {@code source}. */
  public static Networks read(String source) {
    return read(new Compilation().source("Net.java", source));
  }

  private static Networks read(Compilation compilation) {
    Expanding expanding = new Expanding();
    Compilation.Result result = compilation.processors(expanding).run();
    if (!result.success() || expanding.read.isEmpty()) {
      throw new AssertionError("%s\n%s".formatted(result, expanding.reports));
    }
    return expanding.read.values().iterator().next();
  }

  /** Reads all networks of a compilation, as one of its processors. */
  public static final class Expanding extends FrontEnd {
    private final Map<String, Networks> read = new LinkedHashMap<>();
    private List<Report> reports = List.of();

    /** Those without mistakes, by the name of the interface. */
    public Map<String, Networks> networks() {
      return read;
    }

    @Override
    protected void read(NetworkModel model, Problems problems) {
      NetworkInputs input = NetworkRules.check(model, problems);
      Optional<TypedNetwork> network = TypeInference.apply(model, input, problems);
      reports = problems.reports();
      network.ifPresent(
          n -> {
            Graph inference = NetworkExpansion.apply(n, Mode.INFERENCE);
            read.put(
                model.name(),
                new Networks(
                    n,
                    NetworkExpansion.apply(n, Mode.TRAINING),
                    inference,
                    NormFolding.apply(inference)));
          });
    }
  }
}

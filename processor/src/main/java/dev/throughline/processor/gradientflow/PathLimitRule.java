package dev.throughline.processor.gradientflow;

import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.List;
import java.util.Locale;

/** No parameter is further from the nearest loss than {@code @Network(maxGradientPath)}. */
final class PathLimitRule {
  /** Layers named at each end of a long path. */
  private static final int NAMED = 3;

  private PathLimitRule() {}

  static void check(
      TypedNetwork network, Graph training, GradientFlow flow, Problems problems) {
    Annotated<Network> settings = network.model().settings();
    if (settings == null) {
      return;
    }
    int most = settings.values().maxGradientPath();
    Furthest.of(flow)
        .filter(furthest -> furthest.distance() > most)
        .ifPresent(
            furthest -> problems.report(
                settings.at("maxGradientPath"),
                Problem.GRADIENT_PATH,
                String.format(Locale.ROOT,
                    """
                        the gradient passes %d weighted layers on its shortest way from `%s` to `%s` of `%s`; \
                        maxGradientPath = %d""",
                    furthest.distance(), furthest.loss(), furthest.report().parameter(),
                    network.model().name(), most),
                Hint.from(route(furthest, training)),
                Hint.use("a skip around some of them, such as @Residual, or an @AuxLoss nearer by"),
                Hint.or(String.format(Locale.ROOT, "maxGradientPath = %d", furthest.distance()))));
  }

  /** {@code logits → stage3.2.conv2 → … 28 more … → stem}. */
  private static String route(Furthest furthest, Graph training) {
    Stations stations = new Stations(training);
    Node loss = FlowAnalysis.loss(training, furthest.loss());
    Node parameter =
        training.parameters().stream()
            .filter(p -> Stations.info(p).name().equals(furthest.report().parameter()))
            .findFirst()
            .orElseThrow();
    List<String> layers =
        Paths.from(loss, training, stations).shortest(parameter).stream()
            .filter(stations::isWeighted)
            .map(stations::layerName)
            .toList();
    if (layers.size() <= 2 * NAMED + 1) {
      return String.join(" → ", layers);
    }
    return String.format(Locale.ROOT, "%s → … %d more … → %s",
        String.join(" → ", layers.subList(0, NAMED)), layers.size() - 2 * NAMED,
        String.join(" → ", layers.subList(layers.size() - NAMED, layers.size())));
  }
}

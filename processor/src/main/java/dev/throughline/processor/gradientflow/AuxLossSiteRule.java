package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a further loss would bring a deep plain network's furthest parameter nearest to a loss; Lee et al.
 * 2015, Deeply-supervised nets. Networks with skips or branches are not advised: there a head may hurt.
 */
final class AuxLossSiteRule {
  /** A head that shortens the way by less is not worth its weights. */
  private static final double SHORTENED = 2.0 / 3;

  private final Graph training;
  private final Stations stations;
  private final Map<String, Integer> distances = new LinkedHashMap<>();

  private AuxLossSiteRule(Graph training, GradientFlow flow) {
    this.training = training;
    this.stations = new Stations(training);
    for (LossFlow loss : flow.losses()) {
      loss.layers()
          .forEach(l -> distances.merge(l.parameter(), l.layers().shortest(), Math::min));
    }
  }

  private record Site(TypedMember member, int longest) {}

  static void check(
      TypedNetwork network,
      Graph training,
      GradientFlow flow,
      Places places,
      Problems problems) {
    if (training.nodes().stream().anyMatch(new Stations(training)::isJunction)) {
      return;
    }
    AuxLossSiteRule rule = new AuxLossSiteRule(training, flow);
    int now = rule.distances.values().stream().mapToInt(d -> d).max().orElse(0);
    Site best = rule.best(network);
    if (best != null && best.longest <= now * SHORTENED) {
      problems.report(
          places.of(best.member.path()),
          Problem.AUX_LOSS_SITE,
          String.format(Locale.ROOT,
              "a loss on `%s` would bring every weighted layer of `%s` within %d of a loss; now it is %d",
              best.member.path(), network.model().name(), best.longest, now),
          Hint.use(
              "@AuxLoss(from = \"%s\") with a head of one layer".formatted(best.member.name())),
          Hint.or("@Accept(\"aux-loss-site\")"));
    }
  }

  private @Nullable Site best(TypedNetwork network) {
    Site best = null;
    for (TypedMember member : network.members()) {
      Node output = training.members().get(member.path());
      if (output == null || member.isAside()) {
        continue;
      }
      int longest = longestWith(output);
      if (best == null || longest < best.longest) {
        best = new Site(member, longest);
      }
    }
    return best;
  }

  /** The longest way to a weighted layer that is left with a head of one such layer on {@code value}. */
  private int longestWith(Node value) {
    Paths paths = Paths.from(value, training, stations);
    int longest = 0;
    for (Node parameter : training.parameters()) {
      Integer known = distances.get(Stations.info(parameter).name());
      if (known != null) {
        int from = paths.reach(parameter) ? 1 + paths.layers(parameter).shortest() : known;
        longest = Math.max(longest, Math.min(known, from));
      }
    }
    return longest;
  }
}

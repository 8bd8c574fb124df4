package dev.throughline.processor.gradientflow;

import dev.throughline.dsl.AuxLoss;
import dev.throughline.dsl.DenseConnect;
import dev.throughline.dsl.Residual;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A head on early features of a residual network of images.
 *
 * <p>Huang et al. 2018 (Multi-scale dense networks), section 3 and figure 3: an intermediate classifier costs
 * the final one of a ResNet up to 7 % of its accuracy on CIFAR-100, the more the earlier it is attached,
 * for it makes early features serve itself; of a DenseNet much less. Plain networks are not in that
 * figure, and are what deep supervision is for.
 */
final class EarlyAuxLossRule {
  /** Early is what has less than this share of the network's weighted layers before it. */
  private static final double EARLY = 0.5;

  private final Graph training;
  private final Stations stations;

  private EarlyAuxLossRule(Graph training) {
    this.training = training;
    this.stations = new Stations(training);
  }

  static void check(TypedNetwork network, Graph training, Problems problems) {
    if (!uses(network.members(), Residual.class) || uses(network.members(), DenseConnect.class)) {
      return;
    }
    EarlyAuxLossRule rule = new EarlyAuxLossRule(training);
    int all = rule.depth(training.losses().getLast().value());
    for (TypedMember member : network.members()) {
      if (!(member.annotated().values() instanceof AuxLoss)) {
        continue;
      }
      rule.read(member.path())
          .filter(value -> value.type().isImage() && rule.depth(value) < EARLY * all)
          .ifPresent(
              value -> problems.report(
                  member.annotated().at("from"),
                  Problem.EARLY_AUX_LOSS,
                  String.format(Locale.ROOT,
                      """
                          the head `%s` reads features that %d of the %d layers of `%s` have made; in a residual \
                          network so early a head may cost accuracy""",
                      member.path(), rule.depth(value), all, network.model().name()),
                  Hint.from(
                      "Huang et al. 2018 (MSDNet), figure 3: up to 7 % for a ResNet, far less for"
                          + " a DenseNet"),
                  Hint.use(
                      "a later member, @DenseConnect, or no head: skips shorten the way already"),
                  Hint.or("@Accept(\"%s\")".formatted(Problem.EARLY_AUX_LOSS.id()))));
    }
  }

  private static boolean uses(List<TypedMember> members, Class<? extends Annotation> wiring) {
    for (TypedMember member : members) {
      if (wiring.isInstance(member.annotated().values())) {
        return true;
      }
      for (TypedBody body : member.bodies()) {
        if (uses(body.members(), wiring)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The weighted layers on the longest path from {@code value} towards the data. */
  private int depth(Node value) {
    Paths paths = Paths.from(value, training, stations);
    return training.parameters().stream()
        .filter(paths::reach)
        .mapToInt(parameter -> paths.layers(parameter).longest())
        .max()
        .orElse(0);
  }

  /** What the head at {@code path} reads of the trunk. */
  private Optional<Node> read(String path) {
    MemberPath head = new MemberPath(path);
    Optional<LossTerm> loss =
        training.losses().stream().filter(l -> new MemberPath(l.path()).isWithin(head)).findFirst();
    Deque<Node> open = new ArrayDeque<>();
    loss.ifPresent(l -> open.push(l.prediction()));
    Set<Node> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!node.origin().path().isWithin(head)) {
        return Optional.of(node);
      }
      if (seen.add(node)) {
        stations.operands(node).stream().filter(stations::isData).forEach(open::push);
      }
    }
    return Optional.empty();
  }
}

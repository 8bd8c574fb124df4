package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.Locale;
import java.util.Optional;

/**
 * A plain network that is deeper than what trains well without skips.
 *
 * <p>He et al. 2015, section 4: of plain networks with batch norm, that of 34 layers has a higher training
 * error than that of 18 on ImageNet, and on CIFAR-10 it grows from 20 layers on (figure 6). They verify that
 * the gradients have healthy norms; so this is not called vanishing.
 */
final class DegradationRule {
  /** The deepest plain network of figure 6 that none shallower surpasses. */
  private static final int DEEPEST = 20;

  private DegradationRule() {}

  /** Whether every path to some layer is longer than that; says so in a note. */
  static boolean check(TypedNetwork network, GradientFlow flow, Problems problems) {
    Optional<Furthest> deep = Furthest.of(flow).filter(f -> f.distance() > DEEPEST);
    deep.ifPresent(
        furthest -> problems.report(
            SourceRef.of(network.model().type()),
            Problem.DEGRADATION,
            String.format(Locale.ROOT,
                """
                    `%s` has no way from `%s` to `%s` that passes fewer than %d weighted layers; plain networks of \
                    more than %d tend to train worse than shallower ones""",
                network.model().name(), furthest.loss(), furthest.report().member(),
                furthest.distance(), DEEPEST),
            Hint.from("He et al. 2015, section 4.1: they degrade, though no gradient vanishes"),
            Hint.use("@Residual in place of @Sequence"),
            Hint.or("@Accept(\"%s\")".formatted(Problem.DEGRADATION.id()))));
    return deep.isPresent();
  }
}

package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.wiring.TypedNetwork;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gradient of which next to nothing arrives.
 *
 * <p>The bound is an upper one: of each activation it takes the steepest slope, of each weighted layer the
 * gain that its initialisation has on average, and it adds up over paths and losses. What is reported
 * does vanish in the network as it is initialised; skips, and ReLUs with weights that make up for them,
 * cannot be reported, and beyond a normalisation the count starts anew. Hochreiter 1991, Untersuchungen
 * zu dynamischen neuronalen Netzen, chapter 4; Glorot and Bengio 2010, sections 3 and 4.
 */
final class VanishingRule {
  /** Below this, a layer learns a thousand times as slowly as the last one. */
  private static final double LEAST = 1e-3;

  private final GradientFlow flow;
  private final Map<String, Double> totals = new HashMap<>();

  private VanishingRule(GradientFlow flow) {
    this.flow = flow;
    // The gradients of several losses may add up.
    for (LossFlow loss : flow.losses()) {
      loss.layers().forEach(l -> totals.merge(l.parameter(), l.bound().ratio(), Double::sum));
    }
  }

  /** Whether a gradient vanishes; reports where that starts. */
  static boolean check(
      TypedNetwork network, GradientFlow flow, Places places, Problems problems) {
    VanishingRule rule = new VanishingRule(flow);
    List<PathReport> starved =
        flow.main().layers().stream().filter(layer -> rule.total(layer) < LEAST).toList();
    Optional<PathReport> least = starved.stream().min(Comparator.comparingDouble(rule::total));
    least.ifPresent(layer -> rule.report(network, start(layer, starved), layer, places, problems));
    return least.isPresent();
  }

  private void report(
      TypedNetwork network,
      PathReport start,
      PathReport least,
      Places places,
      Problems problems) {
    problems.report(
        places.ofMemberAround(start.member()),
        Problem.VANISHING_GRADIENT,
        message(network, start, least),
        from(least),
        use(least),
        Hint.or("norm = BATCH, or @Residual with activation = NONE"));
  }

  private double total(PathReport layer) {
    return totals.getOrDefault(layer.parameter(), 0.0);
  }

  /** The starved layer next to the loss, or next to the normalisation above {@code least}. */
  private static PathReport start(PathReport least, List<PathReport> starved) {
    return starved.reversed().stream()
        .filter(layer -> layer.bound().since().equals(least.bound().since()))
        .findFirst()
        .orElse(least);
  }

  private String message(TypedNetwork network, PathReport start, PathReport least) {
    String what =
        "as `%s` is initialised, at most %s of the gradient at `%s` arrives at `%s`"
            .formatted(
                network.model().name(),
                Numbers.significant(total(start)),
                least.bound().since(),
                start.member());
    return start.equals(least)
        ? what
        : what + ", and %s at `%s`".formatted(Numbers.significant(total(least)), least.member());
  }

  private Hint from(PathReport least) {
    boolean chain =
        least.layers().total().equals(BigInteger.ONE)
            && least.bound().since().equals(flow.main().loss());
    return chain
        ? Hint.from(
            "slopes of activations, at most %s in all, times gains of initial weights, %s in all"
                .formatted(
                    Numbers.significant(least.slopes()),
                    Numbers.significant(least.bound().ratio() / least.slopes())))
        : Hint.from(
            "the steepest slope of each activation times the gain of each layer's initial weights");
  }

  private static Hint use(PathReport least) {
    double weights = least.bound().ratio() / least.slopes();
    return least.slopes() < weights
        ? Hint.use("activation = RELU with initializer = HE")
        : Hint.use("initializer = HE, or XAVIER with tanh");
  }
}

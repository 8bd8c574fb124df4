package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.wiring.TypedNetwork;

/** What a flow says that its author should know. */
public final class FlowRules {
  private FlowRules() {}

  /**
   * Reports what is wrong with {@code flow}, and what could be better.
   *
   * @param training the graph that it was found in
   */
  public static void check(
      TypedNetwork network, Graph training, GradientFlow flow, Problems problems) {
    Places places = new Places(network);
    ReachRule.check(network, training, flow, places, problems);
    Ranges ranges = new Ranges(training);
    LogitsRule.check(training, ranges, places, problems);
    DroppedPredictionRule.check(training, places, problems);
    SameLossRule.check(training, places, problems);
    NormOfOneRule.check(network, training, places, problems);
    IdleRules.check(training, places, problems);
    OnlyAddingRule.check(network, training, problems);
    EarlyAuxLossRule.check(network, training, problems);
    PathLimitRule.check(network, training, flow, problems);
    boolean vanishes = VanishingRule.check(network, flow, places, problems);
    boolean degrades = !vanishes && DegradationRule.check(network, flow, problems);
    if (vanishes || degrades) {
      AuxLossSiteRule.check(network, training, flow, places, problems);
    }
  }
}

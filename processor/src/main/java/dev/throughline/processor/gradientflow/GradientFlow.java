package dev.throughline.processor.gradientflow;

import java.util.List;
import java.util.Optional;

/**
 * How the gradients of a network reach its parameters.
 *
 * @param losses each loss on its own, in order of declaration, the network's main loss last
 */
public record GradientFlow(List<LossFlow> losses) {
  public GradientFlow {
    losses = List.copyOf(losses);
  }

  /** The main loss. */
  public LossFlow main() {
    return losses.getLast();
  }

  /**
   * Weighted layers on the shortest path from any loss to {@code parameter}; empty if no loss reaches it.
   */
  public Optional<Integer> distance(String parameter) {
    return losses.stream()
        .flatMap(loss -> loss.to(parameter).stream())
        .map(report -> report.layers().shortest())
        .min(Integer::compare);
  }
}

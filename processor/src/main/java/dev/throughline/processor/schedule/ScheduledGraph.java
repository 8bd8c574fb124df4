package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.graph.Graph;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A graph as steps in the order in which they run.
 *
 * @param foldedUntil steps before this index depend on parameters and states only, and run again only when
 *     those have changed; 0 in training
 * @param backwardFrom index of the first step of the backward pass
 */
public record ScheduledGraph(FusedGraph fused, List<Step> steps, int foldedUntil,
    int backwardFrom) {
  public ScheduledGraph {
    steps = List.copyOf(steps);
  }

  public Graph graph() {
    return fused.graph();
  }

  /** Floats that each thread needs for the step that needs most. */
  public int scratchFloats() {
    return steps.stream().mapToInt(Step::scratchFloats).max().orElse(0);
  }

  /** What each step reads, writes and costs on {@code target}. */
  public String trace(Target target) {
    StringBuilder text =
        new StringBuilder("schedule %s, costs on %s\n".formatted(graph().name(), target.name()));
    for (int i = 0; i < steps.size(); i++) {
      if (i == foldedUntil && i > 0) {
        text.append("-- each batch\n");
      }
      if (i == backwardFrom) {
        text.append("-- backward\n");
      }
      text.append(line(steps.get(i), target)).append('\n');
    }
    return text.toString();
  }

  private static String line(Step step, Target target) {
    Cost cost = Cost.of(step);
    return String.format(Locale.ROOT, "%s <- %s   %s   %s, %s   %s", list(step.writes()),
        list(step.reads()), step.trace(), cost, target.predicted(cost), step.origin().member());
  }

  private static String list(List<Stored> stored) {
    return stored.stream().map(Stored::toString).collect(Collectors.joining(", "));
  }
}

package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Views;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A graph as steps in the order in which they run, those together that share a launch.
 *
 * @param fold what depends on parameters and states only, and runs again only when those have changed; empty in training
 * @param forward from the inputs to the outputs and losses
 * @param backward from the losses to the gradients; empty for inference
 */
public record ScheduledGraph(
    FusedGraph fused, List<Sweep> fold, List<Sweep> forward, List<Sweep> backward) {
  public ScheduledGraph {
    fold = List.copyOf(fold);
    forward = List.copyOf(forward);
    backward = List.copyOf(backward);
  }

  public Graph graph() {
    return fused.graph();
  }

  /** What has memory for {@code stored}: itself, or what it is a part or a view of. */
  public Stored home(Stored stored) {
    return home(stored, fused.views());
  }

  static Stored home(Stored stored, Views views) {
    return stored instanceof Stored.Value(Node node) ? Stored.of(views.holder(node)) : stored;
  }

  /** All of them, in order. */
  public List<Sweep> sweeps() {
    return Stream.of(fold, forward, backward).flatMap(List::stream).toList();
  }

  /** All of them, in order. */
  public List<Step> steps() {
    return sweeps().stream().map(Sweep::steps).flatMap(List::stream).toList();
  }

  /** Floats that each thread needs for the step that needs most. */
  public int scratchFloats() {
    return steps().stream().mapToInt(Step::scratchFloats).max().orElse(0);
  }

  /** What each step reads, writes and costs on {@code target}. */
  public String trace(Target target) {
    StringBuilder text =
        new StringBuilder("schedule " + graph().name() + ", costs on " + target.name() + "\n");
    section(text, "fold", fold, target);
    section(text, "forward", forward, target);
    section(text, "backward", backward, target);
    return text.toString();
  }

  private static void section(
      StringBuilder text, String title, List<Sweep> sweeps, Target target) {
    if (!sweeps.isEmpty()) {
      text.append("-- ").append(title).append('\n');
    }
    for (Sweep sweep : sweeps) {
      text.append(tasks(sweep)).append('\n');
      sweep.steps().forEach(step -> text.append("  ").append(line(step, target)).append('\n'));
    }
  }

  private static String tasks(Sweep sweep) {
    return switch (sweep.division()) {
      case ROWS -> "for each sample, or parts of its rows";
      case SAMPLE -> String.format(Locale.ROOT, "for each sample, %d at a time", sweep.samples());
      case ELEMENT -> "for each run of elements";
      case SPLIT -> "for each part of the batch";
      case ONCE -> "once";
    };
  }

  private static String line(Step step, Target target) {
    Cost cost = Cost.of(step);
    return "%s <- %s   %s   %s, %s   %s"
        .formatted(list(step.writes()), list(step.reads()), step.trace(), cost,
            target.predicted(cost),
            step.origin().member());
  }

  private static String list(List<Stored> stored) {
    return stored.stream().map(Stored::toString).collect(Collectors.joining(", "));
  }
}

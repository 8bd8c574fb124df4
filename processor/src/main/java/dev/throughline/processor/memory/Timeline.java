package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.fusion.Views;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.schedule.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When what is stored is needed. Steps are numbered as they run; those of one sweep run at the same time, one sample being
 * ahead of another, so what any of them needs must be there until the last of them has ended.
 */
final class Timeline {
  private final List<Step> steps;
  private final int[] sweeps;
  private final Map<Stored, Integer> lastUse = new HashMap<>();
  private final Views views;

  /**
   * The times of {@code scheduled}.
   *
   * @param kept what is needed to the end, beside what each batch after the fold reads
   */
  Timeline(ScheduledGraph scheduled, Set<Stored> kept) {
    steps = scheduled.steps();
    views = scheduled.fused().views();
    sweeps = new int[steps.size()];
    int step = 0;
    List<Sweep> all = scheduled.sweeps();
    for (int sweep = 0; sweep < all.size(); sweep++) {
      for (int i = 0; i < all.get(sweep).steps().size(); i++) {
        sweeps[step++] = sweep;
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      // Of what is written in parts the last.
      for (Stored written : steps.get(i).writes()) {
        lastUse.put(scheduled.home(written), i);
      }
      for (Stored read : steps.get(i).reads()) {
        lastUse.put(scheduled.home(read), i);
      }
    }
    kept.forEach(stored -> lastUse.put(scheduled.home(stored), end()));
    int folded = scheduled.fold().stream().mapToInt(sweep -> sweep.steps().size()).sum();
    for (Step fold : steps.subList(0, folded)) {
      for (Stored written : fold.writes()) {
        Stored result = scheduled.home(written);
        if (lastUse.getOrDefault(result, 0) >= folded) {
          lastUse.put(result, end()); // read again by every batch
        }
      }
    }
  }

  /** What a graph answers, and for training what its losses are and what its parameters' gradients. */
  static Set<Stored> answers(Graph graph) {
    List<Node> nodes = new ArrayList<>(graph.outputs().values());
    graph.losses().forEach(loss -> nodes.add(loss.value()));
    nodes.addAll(graph.gradients().values());
    Set<Stored> answers = new HashSet<>();
    nodes.forEach(node -> answers.add(Stored.of(node)));
    return answers;
  }

  List<Step> steps() {
    return steps;
  }

  /** After the last step. */
  int end() {
    return steps.size();
  }

  /** The last step that reads {@code home}, or writes part of it; {@code made} if none does. */
  int lastUse(Stored home, int made) {
    return Math.max(made, lastUse.getOrDefault(home, made));
  }

  /** Whether {@code group} reads nothing else that lies where {@code operand} does, such as a slice of it. */
  boolean isReadAsItLies(Group group, Node operand) {
    return group.operands().stream()
        .filter(other -> views.holder(other) == operand)
        .allMatch(operand::equals);
  }

  /** Whether what is needed from {@code first} to {@code last} is needed along with what is from {@code from} to {@code to}. */
  boolean overlap(int first, int last, int from, int to) {
    return sweep(first) <= sweep(to) && sweep(from) <= sweep(last);
  }

  private int sweep(int step) {
    return step < 0 ? -1 : step >= steps.size() ? Integer.MAX_VALUE : sweeps[step];
  }
}

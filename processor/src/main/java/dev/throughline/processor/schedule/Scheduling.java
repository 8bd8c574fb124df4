package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides how each group is computed, and puts in between what that asks for: copies of weights in the order of
 * tiles. In training they are made right before they are read for the first time, since every step changes the weights;
 * for inference with the rest of what is folded, once.
 */
public final class Scheduling {
  private final FusedGraph fused;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Stored.Packed> packed = new HashSet<>();

  private Scheduling(FusedGraph fused) {
    this.fused = fused;
  }

  public static ScheduledGraph apply(FusedGraph fused) {
    return new Scheduling(fused).run();
  }

  private ScheduledGraph run() {
    List<Group> groups = fused.groups();
    groups.subList(0, fused.foldedUntil()).forEach(this::add);
    List<Group> perBatch = groups.subList(fused.foldedUntil(), groups.size());
    boolean folds = !fused.graph().isTraining();
    if (folds) {
      perBatch.forEach(group -> packing(step(group), group));
    }
    int foldedUntil = steps.size();
    int backwardFrom = -1;
    for (int i = fused.foldedUntil(); i < groups.size(); i++) {
      if (i == fused.backwardFrom()) {
        backwardFrom = steps.size();
      }
      add(groups.get(i));
    }
    return new ScheduledGraph(
        fused, steps, foldedUntil, backwardFrom < 0 ? steps.size() : backwardFrom);
  }

  /** Adds {@code group}, behind the copies that it reads and that are not there yet. */
  private void add(Group group) {
    Step step = step(group);
    packing(step, group);
    steps.add(step);
  }

  private void packing(Step step, Group group) {
    if (step instanceof Step.Product product && product.packed().isPresent()) {
      Stored.Packed copy = product.packed().get();
      if (packed.add(copy)) {
        steps.add(new Step.Pack(copy, group.origin()));
      }
    }
  }

  private static Step step(Group group) {
    return switch (group) {
      case Group.Loops loops -> new Step.Loops(loops, PartialSums.of(loops));
      case Group.Single single -> new Step.Own(single, PartialSums.of(single));
      case Group.Contraction product -> product(product);
    };
  }

  private static Step product(Group.Contraction group) {
    Node node = group.contraction();
    Contraction contraction = Contractions.of(node);
    boolean finishes = !group.output().body().equals(Expr.arg(0));
    ContractionSchedule schedule = ContractionScheduling.of(contraction, finishes);
    Optional<Stored.Packed> copy =
        schedule.packing().map(packing -> new Stored.Packed(node.input(1), packing));
    return new Step.Product(
        group, contraction, schedule, copy, PartialSums.of(group.output().node(), contraction));
  }
}

package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
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
  private final Target target;
  private final boolean inference;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Stored.Packed> packed = new HashSet<>();

  private Scheduling(FusedGraph fused, Target target) {
    this.fused = fused;
    this.target = target;
    this.inference = !fused.graph().isTraining();
  }

  /** The steps of {@code fused}, as they suit {@code target}. */
  public static ScheduledGraph apply(FusedGraph fused, Target target) {
    return new Scheduling(fused, target).run();
  }

  private ScheduledGraph run() {
    List<Group> groups = fused.groups();
    groups.subList(0, fused.foldedUntil()).forEach(this::add);
    if (inference) {
      groups.subList(fused.foldedUntil(), groups.size())
          .forEach(group -> packing(first(group)));
    }
    List<Sweep> fold = Sweeping.single(taken());
    groups.subList(fused.foldedUntil(), fused.backwardFrom()).forEach(this::add);
    List<Sweep> forward =
        inference ? Sweeping.single(taken()) : Sweeping.apply(taken(), fused.views(), target);
    groups.subList(fused.backwardFrom(), groups.size()).forEach(this::add);
    List<Sweep> backward = Sweeping.apply(taken(), fused.views(), target);
    return new ScheduledGraph(fused, fold, forward, backward);
  }

  /** The steps since the last call. */
  private List<Step> taken() {
    List<Step> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  /** Adds {@code group}, behind the copies that it reads and that are not there yet. */
  private void add(Group group) {
    Step step = first(group);
    packing(step);
    steps.add(step);
    List<Stored.Parts> parts =
        step.writes().stream()
            .filter(Stored.Parts.class::isInstance)
            .map(Stored.Parts.class::cast)
            .toList();
    if (!parts.isEmpty()) {
      Division division =
          step instanceof Step.Product product && product.parts().isPresent()
              ? Division.ofElements(product.contraction().weights())
              : Division.ONCE;
      steps.add(new Step.Total(group, division, parts));
    }
  }

  private void packing(Step step) {
    if (step instanceof Step.Product product && product.packed().isPresent()) {
      Stored.Packed copy = product.packed().get();
      if (packed.add(copy)) {
        steps.add(new Step.Pack(copy, copy.weights().origin()));
      }
    }
  }

  /** All of {@code group}, or the step that makes its parts. */
  private Step first(Group group) {
    return switch (group) {
      case Group.Loops loops -> {
        List<Stored.Parts> parts = PartialSums.of(loops);
        yield new Step.Loops(loops, Division.of(loops, fused.views(), !parts.isEmpty()), parts);
      }
      case Group.Single single -> new Step.Own(single, division(single), PartialSums.of(single));
      case Group.Contraction product -> product(product);
    };
  }

  private static Division division(Group.Single single) {
    Node node = single.node();
    return node.op() instanceof Primitive.Moments || node.type().batched()
        ? Division.SAMPLE
        : Division.ONCE;
  }

  private Source source(Group.Contraction group) {
    Node first = group.contraction().input(0);
    return group.fetches() ? Source.FETCHED
        : fused.views().layout(first).isDense(first.type()) ? Source.TOGETHER
        : Source.APART;
  }

  /** In training, what follows by samples shares a launch; in inference each step is a launch of its own. */
  private Step product(Group.Contraction group) {
    Node node = group.contraction();
    Contraction contraction = Contractions.of(node, fused.views());
    boolean finishes =
        !group.output().body().equals(Expr.arg(0)) || !group.sums().isEmpty();
    ContractionSchedule schedule =
        ContractionScheduling.of(contraction, finishes, source(group));
    Optional<Stored.Packed> copy =
        schedule.packing().map(packing -> new Stored.Packed(node.input(1), packing));
    return new Step.Product(
        group, contraction, schedule, copy, PartialSums.of(group.output().node(), contraction),
        PartialSums.of(group),
        inference && schedule.dividesRows() && group.sums().isEmpty());
  }
}

package dev.throughline.processor.memory;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * No two values that are needed at the same time lie over one another; a result takes the place of an operand
 * only element by element, and only if nobody reads that operand afterwards; everything lies within its region.
 *
 * <p>Lifetimes are found anew from the steps, not taken from the planner.
 */
public final class MemoryVerifier extends Verifier {
  private final ScheduledGraph scheduled;
  private final MemoryPlan plan;
  private final Timeline timeline;
  private final List<Live> values = new ArrayList<>();
  private final Map<Region, TreeMap<Long, Live>> alive = new EnumMap<>(Region.class);

  /** What lies in a slot from one step to another, and longer if those share launches with others. */
  private record Live(Stored what, Slot slot, int first, int last) {
    long end() {
      return slot.offset() + slot.size();
    }
  }

  private MemoryVerifier(ScheduledGraph scheduled, MemoryPlan plan, String pass) {
    super(pass);
    this.scheduled = scheduled;
    this.plan = plan;
    this.timeline = new Timeline(scheduled, Timeline.answers(scheduled.graph()));
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(ScheduledGraph scheduled, MemoryPlan plan, String pass) {
    new MemoryVerifier(scheduled, plan, pass).check();
  }

  private void check() {
    collect();
    values.sort(Comparator.comparingInt(Live::first));
    for (Live value : values) {
      Slot slot = value.slot;
      require(
          slot.offset() >= 0 && slot.offset() + slot.size() <= floats(slot.region()),
          "%s lies at %s, outside its region of %s", value.what, slot, floats(slot.region()));
      TreeMap<Long, Live> live =
          alive.computeIfAbsent(slot.region(), _ -> new TreeMap<>());
      Map.Entry<Long, Live> before = live.lowerEntry(slot.offset() + slot.size());
      // What has ended lies in the way until something takes its place: values are visited in order of time.
      while (before != null && before.getValue().end() > slot.offset()) {
        Live other = before.getValue();
        require(
            !timeline.overlap(other.first, other.last, value.first, value.last)
                || handsOver(other, value),
            "%s and %s are needed at the same time and overlap: %s, %s", other.what, value.what,
            other.slot, slot);
        live.remove(before.getKey());
        before = live.lowerEntry(slot.offset() + slot.size());
      }
      live.put(slot.offset(), value);
    }
    for (Step step : timeline.steps()) {
      require(
          step.scratchFloats() <= plan.scratchFloats(),
          "a step takes %s floats of the scratch of %s",
          step.scratchFloats(), plan.scratchFloats());
    }
  }

  private void collect() {
    Set<Stored> leaves = new HashSet<>();
    for (Node node : scheduled.graph().nodes()) {
      if (node.op().isLeaf() && plan.has(node)) {
        values.add(new Live(Stored.of(node), plan.slotOf(node), -1, timeline.end()));
        leaves.add(Stored.of(node));
      }
    }
    Set<Stored> begun = new HashSet<>(leaves);
    for (int i = 0; i < timeline.end(); i++) {
      for (Stored written : timeline.steps().get(i).writes()) {
        Stored result = scheduled.home(written);
        if (begun.add(result)) {
          values.add(new Live(result, plan.slotOf(result), i, timeline.lastUse(result, i)));
        }
      }
    }
  }

  /** Whether {@code later} may take {@code earlier}'s place, in the loop that reads it last. */
  private boolean handsOver(Live earlier, Live later) {
    return earlier.last == later.first
        && earlier.slot.isPlaceOf(later.slot)
        && later.first >= 0
        && later.first < timeline.end()
        && timeline.steps().get(later.first) instanceof Step.Loops loops
        && earlier.what.type().equals(later.what.type())
        && later.what.type().equals(loops.group().domain())
        && timeline.isReadAsItLies(loops.group(), earlier.what.node())
        && loops.group().mayReplace(earlier.what.node(), later.what.node());
  }

  private long floats(Region region) {
    return switch (region) {
      case ACTIVATIONS -> plan.activationFloats();
      case WORKSPACE -> plan.workspaceFloats();
      case PARAMETERS, GRADIENTS -> plan.parameterFloats();
      case STATES -> plan.stateFloats();
    };
  }
}

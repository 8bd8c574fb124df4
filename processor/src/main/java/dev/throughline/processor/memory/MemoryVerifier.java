package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Verifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * No two values that are needed at the same time lie over one another; a result takes the place of an operand
 * only element by element, and only if nobody reads that operand afterwards; everything lies within its region.
 *
 * <p>Lifetimes are found anew from the groups, not taken from the planner.
 */
public final class MemoryVerifier extends Verifier {
  private final FusedGraph fused;
  private final MemoryPlan plan;
  private final int end;
  private final List<Value> values = new ArrayList<>();
  private final Map<Region, TreeMap<Long, Value>> alive = new EnumMap<>(Region.class);

  /** What lies in a slot from one group to another, both included. */
  private record Value(Object what, Slot slot, int first, int last) {
    long end() {
      return slot.offset() + slot.size();
    }
  }

  private MemoryVerifier(FusedGraph fused, MemoryPlan plan, String pass) {
    super(pass);
    this.fused = fused;
    this.plan = plan;
    this.end = fused.groups().size();
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(FusedGraph fused, MemoryPlan plan, String pass) {
    new MemoryVerifier(fused, plan, pass).check();
  }

  private void check() {
    collect();
    values.sort(Comparator.comparingInt(Value::first));
    for (Value value : values) {
      Slot slot = value.slot;
      require(
          slot.offset() >= 0 && slot.offset() + slot.size() <= floats(slot.region()),
          "%s lies at %s, outside its region of %s", value.what, slot, floats(slot.region()));
      TreeMap<Long, Value> live =
          alive.computeIfAbsent(slot.region(), _ -> new TreeMap<>());
      Map.Entry<Long, Value> before = live.lowerEntry(slot.offset() + slot.size());
      // What has ended lies in the way until something takes its place: values are visited in order of time.
      while (before != null && before.getValue().end() > slot.offset()) {
        Value other = before.getValue();
        require(
            other.last < value.first || handsOver(other, value),
            "%s and %s are needed at the same time and overlap: %s, %s", other.what, value.what,
            other.slot, slot);
        live.remove(before.getKey());
        before = live.lowerEntry(slot.offset() + slot.size());
      }
      live.put(slot.offset(), value);
    }
  }

  private void collect() {
    Map<Node, Integer> lastRead = lastReads();
    for (Node node : fused.graph().nodes()) {
      if (node.op().isLeaf() && plan.has(node)) {
        values.add(new Value(node, plan.slotOf(node), -1, end));
      }
    }
    for (int i = 0; i < end; i++) {
      for (Node node : fused.groups().get(i).results()) {
        int last = Math.max(i, lastRead.getOrDefault(node, i));
        if (!(node.op() instanceof Primitive.StateUpdate)) {
          values.add(new Value(node, plan.slotOf(node), i, last));
        }
        Slot temporary = plan.temporaries().get(node);
        if (temporary != null) {
          values.add(new Value("the parts of " + node, temporary, i, i));
        }
      }
    }
  }

  private Map<Node, Integer> lastReads() {
    Map<Node, Integer> last = new HashMap<>();
    for (int i = 0; i < end; i++) {
      for (Node operand : fused.groups().get(i).operands()) {
        last.put(FusedGraph.holder(operand), i);
      }
    }
    Graph graph = fused.graph();
    List<Node> kept = new ArrayList<>(graph.outputs().values());
    kept.addAll(graph.gradients().values());
    graph.losses().forEach(loss -> kept.add(loss.value()));
    for (int i = 0; i < fused.foldedUntil(); i++) {
      for (Node result : fused.groups().get(i).results()) {
        if (last.getOrDefault(result, 0) >= fused.foldedUntil()) {
          kept.add(result); // read again by every batch
        }
      }
    }
    kept.forEach(node -> last.put(FusedGraph.holder(node), end));
    return last;
  }

  /** Whether {@code later} may take {@code earlier}'s place, in the group that reads it last. */
  private boolean handsOver(Value earlier, Value later) {
    if (!(earlier.what instanceof Node from) || !(later.what instanceof Node to)) {
      return false;
    }
    return earlier.last == later.first
        && earlier.slot.equals(later.slot)
        && fused.groups().get(later.first) instanceof Group.Loops loops
        && from.type().equals(to.type())
        && to.type().equals(loops.domain());
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

package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assigns offsets by liveness: largest tensor first, each at the lowest offset where it meets no tensor
 * that lives at the same time.
 *
 * <p>An element-wise loop may write over an operand that nobody reads afterwards. Outputs of members keep
 * their memory until the end of the step, so that they can be looked at; they are needed by the backward pass
 * anyway.
 */
public final class MemoryPlanner {
  /** Offsets are multiples of this, the floats of a cache line. */
  private static final int ALIGNMENT = 16;

  private final ScheduledGraph scheduled;
  private final Residents residents;
  private final Graph graph;
  private final Timeline timeline;
  private final Map<Stored, Storage> storages = new LinkedHashMap<>();
  private final Map<Stored, Slot> fixedSlots = new HashMap<>();

  private MemoryPlanner(ScheduledGraph scheduled, Residents residents) {
    this.scheduled = scheduled;
    this.residents = residents;
    this.graph = scheduled.graph();
    Set<Stored> kept = Timeline.answers(graph);
    if (graph.isTraining()) {
      graph.members().values().forEach(node -> kept.add(Stored.of(node)));
    }
    this.timeline = new Timeline(scheduled, kept);
  }

  /** The plan of one mode of a network, whose {@code residents} both modes share. */
  public static MemoryPlan apply(ScheduledGraph scheduled, Residents residents) {
    return new MemoryPlanner(scheduled, residents).run();
  }

  private MemoryPlan run() {
    placeResidents();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Primitive.Input) {
        // Kept to the end: the same batch may be asked about again.
        storages.put(Stored.of(node), storage(node.type(), -1, timeline.end()));
      }
    }
    for (int i = 0; i < timeline.end(); i++) {
      place(timeline.steps().get(i), i);
    }
    List<Storage> all = new ArrayList<>(new LinkedHashSet<>(storages.values()));
    long activations = assign(all, Region.ACTIVATIONS);
    long workspace = assign(all, Region.WORKSPACE);
    Map<Stored, Slot> slots = new HashMap<>(fixedSlots);
    storages.forEach(
        (stored, s) -> slots.put(stored,
            new Slot(stored, s.region, s.offset, stored.type().elements())));
    return new MemoryPlan(
        slots,
        activations,
        workspace,
        residents.parameterFloats(),
        residents.stateFloats(),
        scheduled.scratchFloats(),
        scheduled.fused().views());
  }

  private void placeResidents() {
    for (Node parameter : graph.parameters()) {
      Slot slot = residents.parameter(parameter);
      fixedSlots.put(Stored.of(parameter), slot);
      Node gradient = graph.gradients().get(parameter);
      if (gradient != null) {
        // Under the gradient's own name: where it is a view, what it is a view of has a place of its own.
        Stored value = new Stored.Value(gradient);
        fixedSlots.put(value, new Slot(value, Region.GRADIENTS, slot.offset(), slot.size()));
      }
    }
    for (Node state : graph.states()) {
      fixedSlots.put(Stored.of(state), residents.state(state));
    }
  }

  private void place(Step step, int index) {
    Map<Storage, Node> holds = new HashMap<>();
    for (Stored written : step.writes()) {
      Stored result = scheduled.home(written);
      // A value that is made in parts is there from the first of them on.
      if (fixedSlots.containsKey(result) || storages.containsKey(result)) {
        continue;
      }
      int last = timeline.lastUse(result, index);
      Storage reused = result.equals(written) ? dyingOperand(step, result, index, holds) : null;
      if (reused != null) {
        holds.put(reused, result.node());
        reused.last = last;
        storages.put(result, reused);
      } else {
        storages.put(result, storage(result.type(), index, last));
      }
    }
  }

  /**
   * The storage of an operand, or of what the same loops made before, that {@code result} may be written over, element by
   * element.
   *
   * @param holds what other results of the step have been written over already, and what is there now
   */
  private @Nullable Storage dyingOperand(
      Step step, Stored result, int index, Map<Storage, Node> holds) {
    if (!(step instanceof Step.Loops(Group.Loops group, _, _))
        || !result.type().equals(group.domain())) {
      return null;
    }
    List<Node> candidates = new ArrayList<>(group.operands());
    candidates.addAll(group.results());
    for (Node operand : candidates) {
      Storage storage = storages.get(new Stored.Value(operand));
      if (storage != null
          && operand.type().equals(result.type())
          && storage.last == index
          && holds.getOrDefault(storage, operand) == operand
          && timeline.isReadAsItLies(group, operand)
          && group.mayReplace(operand, result.node())) {
        return storage;
      }
    }
    return null;
  }

  private static Storage storage(TensorType type, int first, int last) {
    Region region = type.batched() ? Region.ACTIVATIONS : Region.WORKSPACE;
    return new Storage(region, type.elements(), first, last);
  }

  /** Offsets for all storages of {@code region}; returns the floats they take. */
  private long assign(List<Storage> all, Region region) {
    List<Storage> bySize =
        all.stream()
            .filter(s -> s.region == region)
            .sorted(Comparator.comparingLong((Storage s) -> -s.size).thenComparingInt(s -> s.first))
            .toList();
    List<Storage> placed = new ArrayList<>(); // by offset
    long total = 0;
    for (Storage storage : bySize) {
      storage.offset = lowestFree(storage, placed);
      int at = Collections.binarySearch(placed, storage, Comparator.comparingLong(s -> s.offset));
      placed.add(at < 0 ? -at - 1 : at, storage);
      total = Math.max(total, storage.offset + storage.size);
    }
    return total;
  }

  private long lowestFree(Storage storage, List<Storage> placed) {
    long offset = 0;
    for (Storage other : placed) {
      if (!timeline.overlap(storage.first, storage.last, other.first, other.last)) {
        continue;
      }
      if (offset + storage.size <= other.offset) {
        break;
      }
      offset = Math.max(offset, aligned(other.offset + other.size));
    }
    return offset;
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}

package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
 * <p>An element-wise group may write over an operand that nobody reads afterwards. Outputs of members keep
 * their memory until the end of the step, so that they can be looked at; they are needed by the backward pass
 * anyway.
 */
public final class MemoryPlanner {
  /** Offsets are multiples of this, the floats of a cache line. */
  private static final int ALIGNMENT = 16;

  private final FusedGraph fused;
  private final Residents residents;
  private final Graph graph;
  private final int end;
  private final Map<Node, Integer> lastUse = new HashMap<>();
  private final Map<Node, Storage> storages = new LinkedHashMap<>();
  private final Map<Node, Storage> temporaries = new LinkedHashMap<>();
  private final Map<Node, Slot> fixedSlots = new HashMap<>();

  private MemoryPlanner(FusedGraph fused, Residents residents) {
    this.fused = fused;
    this.residents = residents;
    this.graph = fused.graph();
    this.end = fused.groups().size();
  }

  /** The plan of one mode of a network, whose {@code residents} both modes share. */
  public static MemoryPlan apply(FusedGraph fused, Residents residents) {
    return new MemoryPlanner(fused, residents).run();
  }

  private MemoryPlan run() {
    placeResidents();
    findLastUses();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Primitive.Input) {
        // Kept to the end: the same batch may be asked about again.
        storages.put(node, storage(node.type(), -1, end));
      }
    }
    for (int i = 0; i < end; i++) {
      place(fused.groups().get(i), i);
    }
    List<Storage> all = new ArrayList<>(new LinkedHashSet<>(storages.values()));
    all.addAll(temporaries.values());
    long activations = assign(all, Region.ACTIVATIONS);
    long workspace = assign(all, Region.WORKSPACE);
    Map<Node, Slot> slots = new HashMap<>(fixedSlots);
    storages.forEach((node, s) -> slots.put(node, slot(node.type(), s)));
    Map<Node, Slot> scratch = new HashMap<>();
    temporaries.forEach((node, s) -> scratch.put(node, new Slot(s.region, s.offset, s.size)));
    return new MemoryPlan(
        slots,
        scratch,
        activations,
        workspace,
        residents.parameterFloats(),
        residents.stateFloats());
  }

  private static Slot slot(TensorType type, Storage storage) {
    return new Slot(storage.region, storage.offset, type.elements());
  }

  private void placeResidents() {
    for (Node parameter : graph.parameters()) {
      Slot slot = residents.parameter(parameter);
      fixedSlots.put(parameter, slot);
      Node gradient = graph.gradients().get(parameter);
      if (gradient != null) {
        fixedSlots.put(gradient, new Slot(Region.GRADIENTS, slot.offset(), slot.size()));
      }
    }
    for (Node state : graph.states()) {
      fixedSlots.put(state, residents.state(state));
    }
  }

  private void findLastUses() {
    for (int i = 0; i < end; i++) {
      for (Node operand : fused.groups().get(i).operands()) {
        lastUse.put(FusedGraph.holder(operand), i);
      }
    }
    Set<Node> kept = new HashSet<>(graph.outputs().values());
    if (graph.isTraining()) {
      graph.losses().forEach(loss -> kept.add(loss.value()));
      kept.addAll(graph.members().values());
    }
    kept.forEach(node -> lastUse.put(FusedGraph.holder(node), end));
    // What is folded once must survive every batch that uses it.
    for (Group group : fused.groups().subList(0, fused.foldedUntil())) {
      for (Node result : group.results()) {
        if (lastUse.getOrDefault(result, 0) >= fused.foldedUntil()) {
          lastUse.put(result, end);
        }
      }
    }
  }

  private void place(Group group, int index) {
    Set<Storage> taken = new HashSet<>();
    for (Node node : group.results()) {
      Temporary temporary = Temporary.of(group, node);
      if (temporary != null) {
        temporaries.put(node, storage(temporary.type(), index, index));
      }
      if (fixedSlots.containsKey(FusedGraph.holder(node))) {
        continue;
      }
      int last = Math.max(index, lastUse.getOrDefault(node, index));
      Storage reused = dyingOperand(group, node, index, taken);
      if (reused != null) {
        taken.add(reused);
        reused.last = last;
        storages.put(node, reused);
      } else {
        storages.put(node, storage(node.type(), index, last));
      }
    }
  }

  /** The storage of an operand that {@code result} may be written over, element by element. */
  private @Nullable Storage dyingOperand(
      Group group, Node result, int index, Set<Storage> taken) {
    if (!(group instanceof Group.Loops loops) || !result.type().equals(loops.domain())) {
      return null;
    }
    for (Node operand : group.operands()) {
      Storage storage = storages.get(operand);
      if (storage != null
          && operand.type().equals(result.type())
          && storage.last == index
          && !taken.contains(storage)) {
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
  private static long assign(List<Storage> all, Region region) {
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

  private static long lowestFree(Storage storage, List<Storage> placed) {
    long offset = 0;
    for (Storage other : placed) {
      if (!storage.livesWith(other)) {
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

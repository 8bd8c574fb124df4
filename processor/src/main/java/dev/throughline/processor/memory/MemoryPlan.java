package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.graph.Node;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * The slot of every stored node and of every temporary, and what they add up to.
 *
 * @param slots by the node that holds the memory, see {@link FusedGraph#holder}
 * @param temporaries by the node that is finished from them
 * @param activationFloats floats per sample of the batch
 * @param workspaceFloats floats whatever the batch
 */
public record MemoryPlan(
    Map<Node, Slot> slots,
    Map<Node, Slot> temporaries,
    long activationFloats,
    long workspaceFloats,
    long parameterFloats,
    long stateFloats) {
  public MemoryPlan {
    slots = Map.copyOf(slots);
    temporaries = Map.copyOf(temporaries);
  }

  /** Where {@code node}'s value lies, inside the slot of another node if it is a view. */
  public Slot slotOf(Node node) {
    Slot holder = slots.get(FusedGraph.holder(node));
    if (holder == null) {
      throw new IllegalStateException(node + " has no memory");
    }
    return new Slot(
        holder.region(),
        holder.offset() + FusedGraph.offsetInHolder(node),
        node.type().elements());
  }

  public boolean has(Node node) {
    return slots.containsKey(FusedGraph.holder(node));
  }

  /** Bytes of activations and workspace for a batch of {@code n}. */
  public long bytes(long n) {
    return Float.BYTES * (activationFloats * n + workspaceFloats);
  }

  public String trace() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "activations %d floats a sample, workspace %d floats\n",
        activationFloats, workspaceFloats));
    slots.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Node::id)))
        .forEach(e -> text
            .append(String.format(Locale.ROOT, "%%%d %s\n", e.getKey().id(), e.getValue())));
    return text.toString();
  }
}

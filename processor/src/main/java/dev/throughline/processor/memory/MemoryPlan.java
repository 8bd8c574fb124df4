package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.Layout;
import dev.throughline.processor.fusion.Views;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.schedule.Stored;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * Where everything that is stored lies, and what it adds up to: a network allocates these floats, and the scratch of each
 * thread, and no others.
 *
 * @param slots of all that {@link Stored} names
 * @param activationFloats floats per sample of the batch
 * @param workspaceFloats floats whatever the batch
 * @param scratchFloats floats that each thread needs
 * @param views where values lie that have no slot of their own
 */
public record MemoryPlan(
    Map<Stored, Slot> slots,
    long activationFloats,
    long workspaceFloats,
    long parameterFloats,
    long stateFloats,
    int scratchFloats,
    Views views) {
  public MemoryPlan {
    slots = Map.copyOf(slots);
  }

  /** Where {@code node}'s value lies, inside the slot of another node if it is a view or a part. */
  public Slot slotOf(Node node) {
    Layout layout = views.layout(node);
    return slot(Stored.of(layout.holder())).part(node, layout);
  }

  /** Where {@code stored} lies. */
  public Slot slotOf(Stored stored) {
    return stored instanceof Stored.Value(Node node) ? slotOf(node) : slot(stored);
  }

  private Slot slot(Stored stored) {
    Slot slot = slots.get(stored);
    if (slot == null) {
      throw new IllegalStateException(stored + " has no memory");
    }
    return slot;
  }

  public boolean has(Node node) {
    return slots.containsKey(Stored.of(views.holder(node)));
  }

  /** Bytes that training holds whatever the batch: parameters, their gradients, states and the workspace. */
  public long fixedBytesOfTraining() {
    return Float.BYTES * (2 * parameterFloats + stateFloats + workspaceFloats);
  }

  /** Bytes that inference holds whatever the batch. */
  public long fixedBytesOfInference() {
    return Float.BYTES * (parameterFloats + stateFloats + workspaceFloats);
  }

  /** Bytes that each sample of the batch adds. */
  public long bytesPerSample() {
    return Float.BYTES * activationFloats;
  }

  public String trace() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT,
        "activations %d floats a sample, workspace %d floats, scratch %d floats a thread\n",
        activationFloats, workspaceFloats, scratchFloats));
    slots.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Stored, Slot> e) -> e.getKey().node().id())
                .thenComparing(e -> e.getKey().toString()))
        .forEach(e -> text
            .append(e.getValue())
            .append('\n'));
    return text.toString();
  }
}

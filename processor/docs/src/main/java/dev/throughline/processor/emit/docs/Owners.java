package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whose parameters lie where. A launch that folds several members at once belongs to all of them. */
final class Owners {
  private final Map<Long, String> members = new HashMap<>();

  Owners(Graph graph, MemoryPlan memory) {
    for (Node parameter : graph.parameters()) {
      members.put(memory.slotOf(parameter).offset(), parameter.origin().member());
    }
  }

  /** How many members {@code launch} serves besides the one it is listed under. */
  int others(Launch launch) {
    Set<String> served = new HashSet<>();
    for (Slot slot : launch.buffers()) {
      String member = slot.region() == Region.PARAMETERS ? members.get(slot.offset()) : null;
      if (member != null) {
        served.add(member);
      }
    }
    return Math.max(0, served.size() - 1);
  }
}

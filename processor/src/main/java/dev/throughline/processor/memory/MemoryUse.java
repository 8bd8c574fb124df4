package dev.throughline.processor.memory;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Who holds the memory of a plan. */
public final class MemoryUse {
  private MemoryUse() {}

  /** Floats per sample that each top-level member stores, before any memory is shared, largest first. */
  public static List<Map.Entry<String, Long>> byMember(Graph graph, MemoryPlan plan) {
    Map<String, Long> floats = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Slot slot = plan.slots().get(new Stored.Value(node));
      if (slot != null && slot.region() == Region.ACTIVATIONS) {
        MemberPath path = node.origin().path();
        floats.merge(path.isNetwork() ? "input" : path.outermost().text(), slot.size(), Long::sum);
      }
    }
    List<Map.Entry<String, Long>> entries = new ArrayList<>(floats.entrySet());
    entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    return entries;
  }

  /** The {@code count} members that store most: {@code stage1 (96.0 KiB a sample), stem (…)}. */
  public static String largest(Graph graph, MemoryPlan plan, int count) {
    return byMember(graph, plan).stream()
        .limit(count)
        .map(e -> "`%s` (%s KiB a sample)".formatted(e.getKey(), kibibytes(e.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** The same whatever the user's language. */
  private static String kibibytes(long floats) {
    return String.format(Locale.ROOT, "%.1f", floats * Float.BYTES / 1024.0);
  }
}

package dev.throughline.processor.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of kernels, each given once. */
final class KernelNames {
  private final Set<String> taken = new HashSet<>();

  /** {@code wanted}, or that with a letter, then two. */
  private String lettered(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + (i < 26 ? "" : (char) ('A' + i / 26 - 1)) + (char) ('A' + i % 26);
    }
    return name;
  }

  /** {@code wanted}, or that with the first of {@code apart}, or with the fewest of them, that tell it from others. */
  String apart(String wanted, List<String> apart) {
    List<String> tried = new ArrayList<>(List.of(wanted));
    apart.forEach(word -> tried.add(wanted + word));
    for (int words = 2; words <= apart.size(); words++) {
      tried.add(wanted + String.join("", apart.subList(0, words)));
    }
    return tried.stream().filter(taken::add).findFirst()
        .orElseGet(() -> lettered(tried.getLast()));
  }
}

package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names by which labels are known; no two are the same. */
final class ClassNames {
  private ClassNames() {}

  static List<String> checked(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw new DataException("a class has no name");
      }
      if (!seen.add(name)) {
        throw new DataException(
            "two classes are called %s: labels are told apart by names"
                .formatted(Quote.name(name)));
      }
    }
    return List.copyOf(names);
  }
}

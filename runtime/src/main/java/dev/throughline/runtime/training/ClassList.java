package dev.throughline.runtime.training;

import dev.throughline.runtime.message.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of classes, by label: as one text, and compared with others. */
final class ClassList {
  private ClassList() {}

  /** One line each; line breaks and backslashes within a name are escaped. */
  static String toText(List<String> names) {
    return String.join("\n", names.stream().map(ClassList::escaped).toList());
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** Reads what {@link #toText} wrote; nothing if it cannot have written that. */
  static Optional<List<String>> parse(String text) {
    List<String> names = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String name =
          line.replace("\\\\", "\\\0").replace("\\n", "\n").replace("\\r", "\r")
              .replace("\\\0", "\\");
      names.add(name);
    }
    return toText(names).equals(text) ? Optional.of(List.copyOf(names)) : Optional.empty();
  }

  /**
   * The first difference between the classes of two sets of images, such as "2 of one is `cat`, 2 of the other `dog`";
   * nothing if labels mean the same in both.
   */
  static Optional<String> difference(
      String one, List<String> names, String other, List<String> otherNames) {
    for (int label = 0; label < Math.min(names.size(), otherNames.size()); label++) {
      if (!names.get(label).equals(otherNames.get(label))) {
        return Optional.of(
            String.format(Locale.ROOT, "class %d of %s is %s, of %s %s", label, one,
                Quote.name(names.get(label)), other, Quote.name(otherNames.get(label))));
      }
    }
    return names.size() == otherNames.size()
        ? Optional.empty()
        : Optional.of(
            String.format(Locale.ROOT, "%s have %d classes, %s %d", one, names.size(), other,
                otherNames.size()));
  }
}

package dev.throughline.processor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the user passes to the compiler with {@code -A}.
 *
 * @param trace the passes whose values are written out
 * @param docs what pages are to be written as; an empty word if the option is there and says nothing
 */
public record Options(List<String> trace, List<String> docs) {
  static final String TRACE = "throughline.trace";
  static final String DOCS = "throughline.docs";
  static final Set<String> NAMES = Set.of(TRACE, DOCS);

  static Options of(Map<String, String> options) {
    List<String> docs = words(options, DOCS);
    return new Options(
        words(options, TRACE),
        docs.isEmpty() && options.containsKey(DOCS) ? List.of("") : docs);
  }

  private static List<String> words(Map<String, String> options, String name) {
    // An option without a value, -Athroughline.trace, maps to null.
    String words = Objects.requireNonNullElse(options.get(name), "");
    return Arrays.stream(words.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}

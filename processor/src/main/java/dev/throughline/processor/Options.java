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
 */
public record Options(List<String> trace) {
  static final String TRACE = "throughline.trace";
  static final Set<String> NAMES = Set.of(TRACE);

  static Options of(Map<String, String> options) {
    // An option without a value, -Athroughline.trace, maps to null.
    String passes = Objects.requireNonNullElse(options.get(TRACE), "");
    List<String> trace =
        Arrays.stream(passes.split(","))
            .map(String::strip)
            .filter(pass -> !pass.isEmpty())
            .toList();
    return new Options(trace);
  }
}

package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a network reads.
 *
 * @param types by name, in order of declaration; those that could be read
 * @param unknown the names of those with a mistake
 * @param complete whether there are none of these
 */
public record NetworkInputs(
    SequencedMap<String, TensorType> types, Set<String> unknown, boolean complete) {
  public NetworkInputs {
    unknown = Set.copyOf(unknown);
    types = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(types));
  }

  /** What the first member reads; null if unknown. */
  @Nullable
  TensorType first() {
    return complete ? types.firstEntry().getValue() : null;
  }
}

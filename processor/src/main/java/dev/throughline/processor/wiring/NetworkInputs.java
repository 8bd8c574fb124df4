package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a network reads.
 *
 * @param types by name, in order of declaration; those that could be read
 * @param complete whether that is all of them
 */
public record NetworkInputs(SequencedMap<String, TensorType> types, boolean complete) {
  public NetworkInputs {
    types = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(types));
  }

  /** What the first member reads; null if unknown. */
  @Nullable
  TensorType first() {
    return complete ? types.firstEntry().getValue() : null;
  }
}

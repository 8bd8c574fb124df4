package dev.throughline.processor;

import java.util.Locale;

/** The passes whose values {@code -Athroughline.trace} shows, in order. */
public enum Pass {
  MODEL,
  TYPES,
  TRAINING,
  FLOW,
  INFERENCE,
  FOLDING,
  AUTODIFF,
  FUSION,
  SCHEDULE,
  MEMORY,
  LOWERING;

  /** As the option says it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

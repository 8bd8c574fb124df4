package dev.throughline.dsl;

/** How a layer's values are normalised. */
public enum Norm {
  /** Not at all. */
  NONE,
  /** As {@link BatchNorm}. */
  BATCH
}

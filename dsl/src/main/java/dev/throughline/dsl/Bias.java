package dev.throughline.dsl;

/** Whether a constant per feature is learned and added after the weights. */
public enum Bias {
  /** Only where the layer has no {@link Norm}, which brings a bias of its own. */
  UNLESS_NORM,
  /** Always. */
  ALWAYS,
  /** Never. */
  NEVER
}

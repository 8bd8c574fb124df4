package dev.throughline.processor.graph;

/**
 * The axes that a small tensor shares with a large one.
 *
 * <p>A {@link Primitive.Reduce} keeps them, a {@link Primitive.Spread} repeats along all others; each is
 * the gradient of the other.
 */
public enum Axes {
  /** A scalar. */
  NONE,
  /** One value per feature, shared by the whole batch: {@code f32[c]}. */
  FEATURES,
  /** One value per sample: {@code f32[n]}. */
  SAMPLES,
  /** One value per sample and feature: {@code f32[n, c]}; global average pooling keeps these. */
  SAMPLE_FEATURES,
  /** One value per element of a sample, shared by the whole batch: {@code f32[t, d]}, a position's code. */
  ELEMENTS,
  /** All but the features: a row of logits is reduced to one value. */
  ROWS
}

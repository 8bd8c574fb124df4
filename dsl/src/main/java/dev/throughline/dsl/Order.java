package dev.throughline.dsl;

/** Where normalisation and activation stand around the weights of a {@link Conv}. */
public enum Order {
  /** Weights, normalisation, activation; He et al. 2015, figure 2. */
  POST_ACTIVATION,
  /**
   * Normalisation, activation, weights: the skip stays clear from end to end; He et al. 2016 (Identity
   * mappings in deep residual networks), figure 4e.
   */
  PRE_ACTIVATION
}

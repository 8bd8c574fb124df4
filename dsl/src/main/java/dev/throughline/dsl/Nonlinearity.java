package dev.throughline.dsl;

/** A function applied to every element. */
public enum Nonlinearity {
  /** {@code y = x}. */
  NONE,
  /** {@code y = max(x, 0)}; Nair and Hinton 2010. */
  RELU,
  /** {@code y = 1 / (1 + e^−x)}. Its derivative is at most 1/4, so deep chains of it lose their gradient. */
  SIGMOID,
  /** {@code y = tanh x}. */
  TANH,
  /** {@code y = x/2 · (1 + erf(x/√2))}, the exact form; Hendrycks and Gimpel 2016. */
  GELU
}

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
  GELU,
  /** {@code y = x / (1 + e^−x)}; Elfwing, Uchibe and Doya 2017, also called swish. */
  SILU,
  /** {@code y = x > 0 ? x : slope · x}, the slope being 0.01 unless given; Maas, Hannun and Ng 2013. */
  LEAKY_RELU,
  /** {@code y = x > 0 ? x : α · (e^x − 1)}, α being 1 unless given; Clevert, Unterthiner and Hochreiter 2016. */
  ELU,
  /** {@code y = log(1 + e^x)}, a smooth ReLU; Dugas et al. 2001. */
  SOFTPLUS
}

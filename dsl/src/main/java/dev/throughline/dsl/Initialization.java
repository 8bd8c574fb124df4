package dev.throughline.dsl;

/**
 * How weights start. A convolution whose filters read c channels each, of k filters and an r×s kernel, has a
 * fan-in of c·r·s and a fan-out of k·r·s; a linear layer has its inputs and its units.
 */
public enum Initialization {
  /** Normal with deviation √(2 / fan-in), biases zero; He et al. 2015 (Delving deep), equation 10. */
  HE,
  /** Normal with deviation √(2 / fan-out), biases zero; the same paper, equation 14. */
  HE_FAN_OUT,
  /** Uniform on ±√(6 / (fan-in + fan-out)), biases zero; Glorot and Bengio 2010, equation 16. */
  XAVIER,
  /** Normal with deviation √(2 / (fan-in + fan-out)), biases zero; the same paper, equation 12. */
  XAVIER_NORMAL,
  /** Weights and biases uniform on ±1/√(fan-in), as PyTorch does by default. */
  PYTORCH
}

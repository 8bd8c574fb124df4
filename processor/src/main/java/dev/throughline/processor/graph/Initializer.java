package dev.throughline.processor.graph;

/** How a parameter starts; drawn by the runtime from the network's seed. */
public sealed interface Initializer {
  /** Normal with deviation {@code √(2 / fan)}; He et al. 2015a, equation 10. */
  record HeNormal(int fan) implements Initializer {}

  /** Uniform on {@code ±√(6 / (fanIn + fanOut))}; Glorot and Bengio 2010, equation 16. */
  record XavierUniform(int fanIn, int fanOut) implements Initializer {}

  /** Normal with deviation {@code √(2 / (fanIn + fanOut))}. */
  record XavierNormal(int fanIn, int fanOut) implements Initializer {}

  /** Uniform on {@code ±1/√fanIn}: what PyTorch gives convolutions and linear layers. */
  record PyTorchDefault(int fanIn) implements Initializer {}

  record Fill(float value) implements Initializer {}
}

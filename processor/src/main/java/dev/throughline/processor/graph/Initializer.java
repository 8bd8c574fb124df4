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

  /** Normal with the given deviation. */
  record Normal(double deviation) implements Initializer {}

  /**
   * {@code sin(p / 10000^(2i/d))} at element 2i of each row p of d {@code features}, the cosine of the same at
   * 2i + 1; Vaswani et al. 2017, section 3.5.
   */
  record Sinusoids(int features) implements Initializer {
    /** Element {@code i} in stored order. */
    double value(int i) {
      int feature = i % features;
      int pair = feature - feature % 2;
      double angle = i / features / Math.pow(10_000, (double) pair / features);
      return feature == pair ? Math.sin(angle) : Math.cos(angle);
    }
  }

  record Fill(float value) implements Initializer {}
}

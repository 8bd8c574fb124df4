package dev.throughline.runtime.spec;

import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import java.util.Arrays;

/**
 * How a parameter starts.
 *
 * <p>Element {@code i}, in published row-major order, is a pure function of the seed, the index of
 * the parameter and {@code i}: the same for any thread count and any storage order.
 */
public sealed interface Initializer {

  /** Normal with deviation {@code gain / √fan}; He et al. 2015a, equation 10, with gain √2. */
  record HeNormal(int fan, double gain) implements Initializer {}

  /** Normal with deviation {@code √(2 / (fanIn + fanOut))}. */
  record XavierNormal(int fanIn, int fanOut) implements Initializer {}

  /** Uniform on {@code ± √(6 / (fanIn + fanOut))}; Glorot and Bengio 2010, equation 16. */
  record XavierUniform(int fanIn, int fanOut) implements Initializer {}

  /** Uniform on {@code ± 1/√fanIn}: PyTorch's default of convolutions and linear layers. */
  record PyTorchDefault(int fanIn) implements Initializer {}

  /** Normal with the given deviation. */
  record Normal(double deviation) implements Initializer {}

  /**
   * {@code sin(p / 10000^(2i/d))} at element 2i of each row p of d {@code features}, the cosine of the same at
   * 2i + 1; Vaswani et al. 2017, section 3.5.
   */
  record Sinusoids(int features) implements Initializer {}

  /** One value everywhere. */
  record Constant(float value) implements Initializer {}

  /** Draws elements {@code from} to {@code to} of parameter {@code index} into their places. */
  default void draw(long seed, int index, int from, int to, float[] published) {
    switch (this) {
      case HeNormal(int fan, double gain) ->
          normal(seed, index, from, to, published, gain / Math.sqrt(fan));
      case XavierNormal(int in, int out) ->
          normal(seed, index, from, to, published, Math.sqrt(2.0 / ((double) in + out)));
      case XavierUniform(int in, int out) ->
          uniform(seed, index, from, to, published, Math.sqrt(6.0 / ((double) in + out)));
      case PyTorchDefault(int in) ->
          uniform(seed, index, from, to, published, 1 / Math.sqrt(in));
      case Normal(double deviation) -> normal(seed, index, from, to, published, deviation);
      case Sinusoids(int features) -> sinusoids(features, from, to, published);
      case Constant(float value) -> Arrays.fill(published, from, to, value);
    }
  }

  private static void sinusoids(int features, int from, int to, float[] published) {
    for (int i = from; i < to; i++) {
      int feature = i % features;
      int pair = feature - feature % 2;
      double angle = i / features / StrictMath.pow(10_000, (double) pair / features);
      published[i] =
          (float) (feature == pair ? StrictMath.sin(angle) : StrictMath.cos(angle));
    }
  }

  private static void uniform(
      long seed, int index, int from, int to, float[] published, double bound) {
    int[] words = new int[4];
    long stream = Philox.stream(Purpose.INITIALIZATION, index);
    for (int i = from; i < to; i++) {
      if (i == from || (i & 3) == 0) {
        Philox.block(seed, stream, i >>> 2, words);
      }
      published[i] = (float) ((2.0 * Philox.unit(words[i & 3]) - 1) * bound);
    }
  }

  /** Box and Muller 1958: two words give two values, a block of four words gives four. */
  private static void normal(
      long seed, int index, int from, int to, float[] published, double deviation) {
    int[] words = new int[4];
    long stream = Philox.stream(Purpose.INITIALIZATION, index);
    for (int i = from; i < to; i++) {
      if (i == from || (i & 3) == 0) {
        Philox.block(seed, stream, i >>> 2, words);
      }
      // 1 - u lies in (0, 1], so the logarithm is finite. StrictMath: the same on every machine.
      double radius = Math.sqrt(-2 * StrictMath.log(1.0 - Philox.unit(words[i & 2])));
      double angle = 2 * Math.PI * Philox.unit(words[(i & 2) + 1]);
      double value = (i & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle);
      published[i] = (float) (radius * value * deviation);
    }
  }
}

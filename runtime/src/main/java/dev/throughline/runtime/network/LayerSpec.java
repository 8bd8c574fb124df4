package dev.throughline.runtime.network;

import java.util.Locale;

/**
 * A weighted layer: a convolution or a matrix product with trained weights, and what becomes of its result.
 *
 * @param name its weights' published name without their own part, such as {@code stage1.0.conv1}
 * @param weight published name of the weights
 * @param activation where its result is kept, activation included; if that only exists inside a kernel,
 *     what the same kernel makes of it, such as the sum at the end of a residual block
 * @param prediction what the compiler says of the gradient that reaches it
 */
public record LayerSpec(
    String name, String weight, ActivationSpec activation, GradientPrediction prediction) {

  /**
   * An activation in the memory of a training step.
   *
   * @param at its offset for one sample, or {@link MemorySpec#NONE} if it is not kept
   * @param floats its size for one sample, features last
   * @param features channels of an image, width of a vector
   * @param rectified whether it is the result of a ReLU, so that zeros mean something
   */
  public record ActivationSpec(int at, int floats, int features, boolean rectified) {
    public ActivationSpec {
      if (features < 1 || floats % features != 0) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%d floats do not make rows of %d features", floats,
                features));
      }
    }

    public boolean isKept() {
      return at != MemorySpec.NONE;
    }
  }
}

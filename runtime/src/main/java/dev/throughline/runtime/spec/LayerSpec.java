package dev.throughline.runtime.spec;

/**
 * A weighted layer: a convolution or a matrix product with trained weights.
 *
 * @param name its weights' published name without their own part, such as {@code stage1.0.conv1}
 * @param weight published name of the weights
 * @param prediction what the compiler says of the gradient that reaches it
 */
public record LayerSpec(String name, String weight, GradientPrediction prediction) {}

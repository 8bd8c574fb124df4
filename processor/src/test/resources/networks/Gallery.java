import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.*;

/** Windows, normalisations and activations of every kind that the other networks lack. */
@Network(input = @Input(channels = 3, height = 13, width = 17))
interface Gallery {
  @Conv(filters = 12, kernel = {3, 5}, stride = {1, 2}, padding = {0, 2}, activation = SILU)
  Layer stem();
  @MaxPool(size = 3, stride = 2, ceilMode = true)  Layer pool1();
  @LocalResponseNorm(size = 5, alpha = 0.3, beta = 0.6, k = 2)  Layer norm1();
  @Conv(filters = 18, kernel = 3, groups = 6, dilation = {1, 2},
      norm = BATCH, epsilon = 1e-3, momentum = 0.3, activation = LEAKY_RELU)
  Layer grouped();
  @DepthwiseConv(kernel = 3, multiplier = 2, norm = BATCH, activation = ELU)  Layer deep();
  @GroupNorm(groups = 4, activation = SOFTPLUS)  Layer norm2();
  @AveragePool(size = 2, ceilMode = true)  Layer pool2();
  @AdaptiveAveragePool(height = 2, width = 3)  Layer bins();
  @Flatten  Layer vector();
  @Linear(units = 9, norm = BATCH, epsilon = 1e-2, momentum = 0.2, activation = SILU)
  Layer narrow();
  @LayerNorm(epsilon = 1e-3)  Layer norm3();
  @Linear(units = 5)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

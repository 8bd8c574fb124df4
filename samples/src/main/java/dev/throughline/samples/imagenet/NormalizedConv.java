package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Bias.ALWAYS;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/**
 * A 3×3 convolution and its norm; the member that repeats it adds the ReLU. The bias, which the
 * norm takes out again, is there because torchvision publishes one.
 */
@Block
public interface NormalizedConv {
  @Conv(kernel = 3, norm = BATCH, bias = ALWAYS)  Layer conv();
}

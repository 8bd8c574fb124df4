package dev.throughline.samples.imagenet;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** A 3×3 convolution; the member that repeats it adds the ReLU. */
@Block
public interface PlainConv {
  @Conv(kernel = 3)  Layer conv();
}

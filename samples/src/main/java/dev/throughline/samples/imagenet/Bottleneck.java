package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/**
 * Three convolutions, of which the 3×3 in the middle has a quarter of the filters, and the stride
 * (He et al. 2015, figure 5, right; torchvision's form).
 */
@Block
public interface Bottleneck {
  @Conv(kernel = 1, ratio = 0.25, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, ratio = 0.25, stride = OF_BLOCK, norm = BATCH, activation = RELU)
      Layer conv2();
  @Conv(kernel = 1, norm = BATCH)                                   Layer conv3();
}

package dev.throughline.samples;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** Two 3×3 convolutions (He et al. 2015, Deep residual learning, figure 5, left). */
@Block
public interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)                                        Layer conv2();
}

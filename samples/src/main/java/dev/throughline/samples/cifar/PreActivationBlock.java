package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** Two 3×3 convolutions, each after its norm and ReLU (He et al. 2016, figure 4e). */
@Block
public interface PreActivationBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer conv1();
  @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv2();
}

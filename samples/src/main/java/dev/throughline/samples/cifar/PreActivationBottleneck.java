package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** A bottleneck, each convolution after its norm and ReLU (He et al. 2016, figure 4e). */
@Block
public interface PreActivationBottleneck {
  @Conv(kernel = 1, ratio = 0.25, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer reduce();
  @Conv(kernel = 3, ratio = 0.25, stride = OF_BLOCK, norm = BATCH, activation = RELU,
      order = PRE_ACTIVATION)
      Layer conv();
  @Conv(kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer restore();
}

package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/**
 * A 1×1 convolution to four times the growth, then the 3×3, each after its norm and ReLU (Huang et
 * al. 2017, section 3: DenseNet-B).
 */
@Block
public interface DenseBottleneck {
  @Conv(kernel = 1, ratio = 4, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer conv1();
  @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv2();
}

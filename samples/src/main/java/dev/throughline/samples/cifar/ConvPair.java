package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** Two 3×3 convolutions without normalisation, as nets had them before 2015. */
@Block
public interface ConvPair {
  @Conv(kernel = 3, stride = OF_BLOCK, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, activation = RELU)                     Layer conv2();
}

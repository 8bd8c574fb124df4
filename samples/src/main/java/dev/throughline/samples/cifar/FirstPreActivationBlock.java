package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Bias.NEVER;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** {@link PreActivationBlock} behind a stem that is already normalised and activated. */
@Block
public interface FirstPreActivationBlock {
  @Conv(kernel = 3, bias = NEVER)                                             Layer conv1();
  @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv2();
}

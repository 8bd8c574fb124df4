package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Bias.NEVER;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Layer;

/** {@link PreActivationBottleneck} behind a stem that is already normalised and activated. */
@Block
public interface FirstPreActivationBottleneck {
  @Conv(kernel = 1, ratio = 0.25, bias = NEVER)                               Layer reduce();
  @Conv(kernel = 3, ratio = 0.25, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer conv();
  @Conv(kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer restore();
}

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;
import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.*;

/** What the samples lack: every other layer and setting, at awkward sizes. */
@Network(input = @Input(channels = 3, height = 13, width = 17))
interface Medley {
  @Conv(filters = 7, kernel = 5, stride = 2, padding = 1, activation = GELU)  Layer stem();
  @MaxPool(size = 3, stride = 1, padding = 1)  Layer pool1();
  @Residual(filters = 13, repeat = 2, stride = 2, shortcut = PROJECTION, activation = TANH)
  PreBlock stage1();
  @BatchNorm(epsilon = 1e-3, momentum = 0.25, activation = SIGMOID)  Layer norm1();
  @Residual(filters = 17, shortcut = PROJECTION)  PostBlock stage2();
  @AveragePool(size = 2, stride = 1)  Layer pool2();
  @Flatten  Layer vector();
  @Linear(units = 31, activation = TANH)  Layer hidden();
  @Linear(units = 7, norm = BATCH, activation = RELU)  Layer narrow();
  @Linear(units = 5)  Layer logits();
  @SoftmaxCrossEntropy(labelSmoothing = 0.1)  Loss loss();
}

@Block
interface PreBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
  Layer conv1();
  @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)  Layer conv2();
}

@Block
interface PostBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

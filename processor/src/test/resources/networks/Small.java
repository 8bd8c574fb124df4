import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.*;

/** One of most things, for traces. */
@Network(input = @Input(channels = 3, height = 8, width = 8))
interface Small {
  @Conv(filters = 8, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 16, repeat = 2, stride = 2, shortcut = PROJECTION)  BasicBlock stage1();
  @GlobalAveragePool  Layer pool();
  @Dropout(rate = 0.1)  Layer drop();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy(labelSmoothing = 0.1)  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

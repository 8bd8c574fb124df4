package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ManyMistakes {
  @Conv(filters = -1, kernel = 3)  Layer stem();
  @Conv(filters = 16, kernel = 3, stride = OF_BLOCK)  Layer second();
  @Dropout(rate = 1.5)  Layer drop();
  @Residual(filters = 16, repeat = 0)  BasicBlock stage1();
  Layer forgotten();
  @Linear(units = 10)  @Flatten  Layer logits();
  @SoftmaxCrossEntropy(labelSmoothing = -0.1)  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 0)  Layer conv1();
  @Conv(kernel = 3, padding = -2)  Layer conv2();
}

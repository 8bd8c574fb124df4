import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PAD;

import dev.throughline.dsl.*;

/** The plain twin of ResNet-20: one word differs. */
@Network(input = @Input(channels = 3, height = 32, width = 32))
interface Plain20 {
  @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Sequence(filters = 16, repeat = 3)  BasicBlock stage1();
  @Sequence(filters = 32, repeat = 3, stride = 2, shortcut = PAD)  BasicBlock stage2();
  @Sequence(filters = 64, repeat = 3, stride = 2, shortcut = PAD)  BasicBlock stage3();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

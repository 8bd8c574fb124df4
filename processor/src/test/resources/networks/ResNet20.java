import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PAD;

import dev.throughline.dsl.*;

/** ResNet-20 with option A; He et al. 2015, section 4.2. */
@Network(input = @Input(channels = 3, height = 32, width = 32))
interface ResNet20 {
  @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 16, repeat = 3)  BasicBlock stage1();
  @Residual(filters = 32, repeat = 3, stride = 2, shortcut = PAD)  BasicBlock stage2();
  @Residual(filters = 64, repeat = 3, stride = 2, shortcut = PAD)  BasicBlock stage3();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

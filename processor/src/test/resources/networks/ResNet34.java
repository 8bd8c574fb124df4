import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.*;

/** ResNet-34 with option B, as torchvision has it; He et al. 2015, table 1. */
@Network(input = @Input(channels = 3, height = 224, width = 224))
interface ResNet34 {
  @Conv(filters = 64, kernel = 7, stride = 2, norm = BATCH, activation = RELU)  Layer stem();
  @MaxPool(size = 3, stride = 2, padding = 1)  Layer down();
  @Residual(filters = 64, repeat = 3)  BasicBlock stage1();
  @Residual(filters = 128, repeat = 4, stride = 2, shortcut = PROJECTION)  BasicBlock stage2();
  @Residual(filters = 256, repeat = 6, stride = 2, shortcut = PROJECTION)  BasicBlock stage3();
  @Residual(filters = 512, repeat = 3, stride = 2, shortcut = PROJECTION)  BasicBlock stage4();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 1000)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

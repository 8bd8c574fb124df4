package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ShortcutShape {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 32, repeat = 3, stride = 2)  BasicBlock stage1();
//^ error: [shortcut-shape] the body of `stage1` ends in f32[n, 32, 4, 4] but its shortcut carries f32[n, 16, 8, 8]
//     changed  by stride = 2 and filters = 32
//     use      shortcut = PROJECTION (a 1×1 convolution) or PAD (zero channels)
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

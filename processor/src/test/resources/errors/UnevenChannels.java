package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnevenChannels {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 33, shortcut = PAD)  BasicBlock stage1();
//                                   ^ error: [uneven-channels] the shortcut of `stage1` goes from 16 to 33 channels, and PAD adds as many before as after
//     use  filters = 34
//     or   shortcut = PROJECTION
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface KernelTooLarge {
  @Conv(filters = 16, kernel = 11, padding = 1)  Layer stem();
//                             ^ error: [kernel-too-large] kernel 11×11 does not fit the 8×8 input of `stem` (padding 1)
//     use  kernel = 10 or less
//     or   padding = 2 or more
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

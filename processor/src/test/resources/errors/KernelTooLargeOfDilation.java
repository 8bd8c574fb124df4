package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface KernelTooLargeOfDilation {
  @Conv(filters = 16, kernel = 3, dilation = 5, padding = {4, 1})  Layer wide();
//                             ^ error: [kernel-too-large] kernel 3×3, dilated to 11×11, does not fit the 8×8 input of `wide` (padding 4×1)
//     use  kernel = {3, 2} or less, or less dilation
//     or   padding = {4, 2} or more
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

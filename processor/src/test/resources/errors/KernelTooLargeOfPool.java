package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface KernelTooLargeOfPool {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @MaxPool(size = 9)  Layer down();
//                ^ error: [kernel-too-large] size 9×9 does not fit the 8×8 input of `down` (padding 0)
//     use  size = 8 or less
//     or   padding = 1 or more
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

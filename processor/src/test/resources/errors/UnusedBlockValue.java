package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnusedBlockValue {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 16, stride = 2, shortcut = PAD)  Flat stage1();
//                                 ^ error: [unused-block-value] `stage1` gives stride = 2, but no member of `Flat` says stride = OF_BLOCK
//     use  stride = OF_BLOCK on the member that is to have it
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Flat {
  @Conv(kernel = 3)  Layer conv();
}

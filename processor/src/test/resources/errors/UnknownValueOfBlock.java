package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownValueOfBlock {
  @Residual(filters = 3)  Body stage1();
  @Add(from = "conv")  Layer joined();
//            ^ error: [unknown-value] `joined` reads `conv`, which is inside the block of `stage1` and not seen from outside
//     use  `stage1`, the result of the whole block
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Body {
  @Conv(kernel = 3)  Layer conv();
}

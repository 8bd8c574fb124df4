package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NotABlock {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 16)  Body stage1();
//                              ^ error: [not-a-block] `stage1` returns `Body`, which is not marked @Block
//     use  @Block on `Body`
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

interface Body {
  @Conv(kernel = 3)  Layer conv();
}

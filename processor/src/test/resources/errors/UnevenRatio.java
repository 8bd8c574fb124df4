package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnevenRatio {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 18, shortcut = PROJECTION)  Bottleneck stage1();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Bottleneck {
  @Conv(kernel = 1, ratio = 0.25)  Layer reduce();
//                          ^ error: [uneven-channels] `stage1.reduce` would have 0.25 of 18 filters, which is 4.5
//     use  a ratio that leaves a whole number of filters
  @Conv(kernel = 1)  Layer restore();
}

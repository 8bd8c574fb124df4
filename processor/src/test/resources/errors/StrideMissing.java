package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface StrideMissing {
  @Conv(filters = 16, kernel = 3, stride = OF_BLOCK)  Layer stem();
//                                         ^ error: [stride-missing] `stem` takes its stride from a block, but stands in none
//     use  a number: stride = 1 or stride = 2
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

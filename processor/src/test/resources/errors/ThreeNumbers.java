package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ThreeNumbers {
  @Conv(filters = 16, kernel = {1, 2, 3})  Layer stem();
//                             ^ error: [illegal-value] `stem` has kernel = {1, 2, 3}
//     use  one number, or two: for rows and for columns
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

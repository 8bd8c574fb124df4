package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface TooFewClasses {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 1)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
//^ error: [too-few-classes] `loss` chooses among 1 class
//     use  @Linear(units = 2) or more before it; 2 for yes or no
}

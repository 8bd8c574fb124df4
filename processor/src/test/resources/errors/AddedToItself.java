package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface AddedToItself {
  @Conv(filters = 8, kernel = 3, activation = RELU)  Layer stem();
  @Add(from = "stem")  Layer sum();
//            ^ warning: [added-to-itself] `sum` adds a value to itself, which only doubles it
//     use  from = the name of another member
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnreachedParameter {
  @Conv(filters = 4, kernel = 3, activation = RELU)  Layer stem();
  @Output @Conv(filters = 2, kernel = 1)  Layer mask();
//        ^ warning: [unreached-parameter] `mask.weight` of `UnreachedParameter` gets no gradient: no loss depends on it
//     use  a loss that reads `mask`, or what is made of it
//     or   @Freeze if it is not to be trained
  @From("stem") @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownValueOfHead {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @AuxLoss  Head aux();
  @From("aux") @Conv(filters = 8, kernel = 3)  Layer conv();
//      ^ error: [unknown-value] `conv` reads `aux`, which is a loss or ends in one and has no value to read
//     use  the member that `aux` reads
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Head {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

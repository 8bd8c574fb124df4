package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface DuplicateKind {
  @Conv(filters = 16, kernel = 3)  @BatchNorm  Layer stem();
//                                 ^ error: [duplicate-kind] `stem` is both @Conv and @BatchNorm; a member computes one thing
//     use  one member for each, in the order in which they compute
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface EpsilonWithoutNorm {
  @Conv(filters = 16, kernel = 3, epsilon = 1e-3)  Layer stem();
//                                          ^ error: [illegal-value] `stem` gives epsilon but has no norm
//     use  norm = BATCH with it, or leave epsilon out
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

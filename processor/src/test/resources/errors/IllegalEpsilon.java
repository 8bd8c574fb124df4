package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IllegalEpsilon {
  @Flatten  Layer vector();
  @LayerNorm(epsilon = 0)  Layer norm();
//                     ^ error: [illegal-value] `norm` has epsilon = 0.0
//     use  a small number above 0, such as 1e-5
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8), maxGradientPath = 0)
//                                                                              ^ error: [illegal-value] `IllegalGradientPath` has maxGradientPath = 0
//     use  1 or more; the last layer with weights is 1 from its loss
interface IllegalGradientPath {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

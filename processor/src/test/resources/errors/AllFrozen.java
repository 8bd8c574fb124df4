package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface AllFrozen {
//< error: [all-frozen] every member of `AllFrozen` that has parameters is frozen, so there is nothing to train
//     use  no @Freeze on what is to learn, such as `logits`
  @GlobalAveragePool  Layer pool();
  @Freeze @Linear(units = 16, norm = BATCH, activation = RELU)  Layer hidden();
  @Freeze @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

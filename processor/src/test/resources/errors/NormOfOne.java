package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(
    input = @Input(channels = 3, height = 8, width = 8),
    memoryBudget = @MemoryBudget(mebibytes = 64, batch = 1))
interface NormOfOne {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 16, norm = BATCH, activation = RELU)  Layer hidden();
//                           ^ warning: [norm-of-one] the norm of `hidden` at a batch of 1 has one value of each channel: it answers the same whatever it reads, and passes no gradient
//     use  memoryBudget with batch = 2 or more, and train with that
//     or   @LayerNorm or @GroupNorm, which need no batch
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

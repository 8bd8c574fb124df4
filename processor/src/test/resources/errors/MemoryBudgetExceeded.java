package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(
    input = @Input(channels = 3, height = 64, width = 64),
    memoryBudget = @MemoryBudget(mebibytes = 64, batch = 128))
//                 ^ error: [memory-budget] training `MemoryBudgetExceeded` at batch 128 takes ‹…› MiB; its budget is 64 MiB
//     from  ‹…› MiB whatever the batch and ‹…› MiB a sample; most in `wide` (8192.0 KiB a sample), ‹…›
//     use   mebibytes = ‹…›
//     or    batch = ‹…›
interface MemoryBudgetExceeded {
  @Conv(filters = 256, kernel = 3, norm = BATCH, activation = RELU)  Layer wide();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

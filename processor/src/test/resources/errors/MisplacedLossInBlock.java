package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface MisplacedLossInBlock {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Sequence(filters = 16)  Lossy stage1();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Lossy {
  @Conv(kernel = 3)  Layer conv();
  @SoftmaxCrossEntropy  Loss inner();
//                           ^ error: [misplaced-loss] the loss `inner` stands in the block `Lossy`
//     use  @AuxLoss where the block is used, or a loss in the network itself
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface MissingLoss {
//< error: [missing-loss] `MissingLoss` has no loss, so there is nothing to train for
//     use  @SoftmaxCrossEntropy Loss loss(); as its last member
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
}

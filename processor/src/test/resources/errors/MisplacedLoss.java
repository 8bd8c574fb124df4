package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface MisplacedLoss {
  @GlobalAveragePool  Layer pool();
  @SoftmaxCrossEntropy  Loss loss();
//                           ^ error: [misplaced-loss] the loss `loss` is followed by `logits`
//     use  a loss as the last member of the network
  @Linear(units = 10)  Layer logits();
}

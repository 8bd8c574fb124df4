package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ActivatedLogits {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 1, activation = SIGMOID)  Layer logits();
//                                ^ warning: [activated-logits] `loss` takes logits, but reads the sigmoid of `logits`: its probabilities are between 0.5 and 0.731
//     use  activation = NONE on `logits`: @BinaryCrossEntropy takes the sigmoid itself
//     or   @MeanSquaredError, which compares what it reads as it is
  @BinaryCrossEntropy  Loss loss();
}

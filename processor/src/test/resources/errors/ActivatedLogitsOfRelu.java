package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ActivatedLogitsOfRelu {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10, activation = RELU)  Layer logits();
//                                 ^ warning: [activated-logits] `loss` takes logits, but reads the ReLU of `logits`: where a logit would be negative, no gradient passes
//     use  activation = NONE on `logits`: @SoftmaxCrossEntropy takes the softmax itself
//     or   @Accept("activated-logits")
  @SoftmaxCrossEntropy  Loss loss();
}

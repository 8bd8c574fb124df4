package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ActivatedLogitsOfClasses {
  @Conv(filters = 10, kernel = 3)  Layer conv();
  @Activation(SIGMOID)  Layer squash();
//            ^ warning: [activated-logits] `loss` takes logits, but reads what is made of the sigmoid of `squash`: no class of 10 gets a probability above 0.232
//     use  no `squash`: @SoftmaxCrossEntropy takes the softmax itself
//     or   @Accept("activated-logits")
  @GlobalAveragePool  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

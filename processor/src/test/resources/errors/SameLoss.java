package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface SameLoss {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy(weight = 0.5)  Loss first();
//^ warning: [same-loss] `first` is the same loss as `loss`: together they are one of weight 1.5
//     use  one of them
//     or   another kind of loss, another value or another target
  @SoftmaxCrossEntropy  Loss loss();
}

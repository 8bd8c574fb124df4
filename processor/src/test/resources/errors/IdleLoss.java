package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IdleLoss {
  @Freeze @Conv(filters = 10, kernel = 3)  Layer stem();
  @AuxLoss  Head aux();
//^ warning: [idle-loss] `aux.loss` trains nothing: no parameter that is trained is on the way to what it reads
//     use  a member without @Freeze before it, such as @Linear
//     or   no `aux.loss`
  @Conv(filters = 10, kernel = 3, activation = RELU)  Layer conv();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Head {
  @GlobalAveragePool  Layer pool();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IdleBias {
  @Conv(filters = 8, kernel = 3)  Layer conv();
//^ note: [idle-bias] the bias of `conv` changes nothing and gets no gradient: the batch norm of `norm` takes it away
//     use  bias = Bias.NEVER on `conv`; the norm has a shift
  @BatchNorm(activation = RELU)  Layer norm();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

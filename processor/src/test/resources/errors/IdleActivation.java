package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IdleActivation {
  @Conv(filters = 8, kernel = 3, activation = RELU)  Layer conv();
  @MaxPool(size = 2)  Layer down();
  @Activation(RELU)  Layer bend();
//            ^ note: [idle-activation] the activation of `bend` changes nothing: what it reads has been through a ReLU
//     use  no `bend`
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NoParameters {
//< error: [no-parameters] no member of `NoParameters` has parameters, so there is nothing to train
//     use  @Linear(units = …) before the loss, one unit for each class
  @GlobalAveragePool  Layer pool();
  @SoftmaxCrossEntropy  Loss loss();
}

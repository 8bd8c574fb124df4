package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface SharedShape {
  @Conv(filters = 8, kernel = 3)  Layer first();
  @SharedWith("first") @Conv(filters = 8, kernel = 3)  Layer second();
//            ^ error: [shared-shape] `second` needs `weight` of shape [8, 8, 3, 3], but `first` has [8, 3, 3, 3]
//     use  members with the same parameters, or each with its own
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface SharedShapeOfStatistics {
  @Conv(filters = 3, kernel = 3, norm = Norm.BATCH)  Layer first();
  @SharedWith("first") @Conv(filters = 3, kernel = 3, norm = Norm.BATCH)  Layer second();
//            ^ error: [shared-shape] `second` has running statistics, which two members cannot both update
//     use  members without batch norm, or each with its own
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

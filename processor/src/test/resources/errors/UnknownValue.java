package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownValue {
  @Conv(filters = 8, kernel = 3)  Layer encoder();
  @Conv(filters = 8, kernel = 3)  Layer middle();
  @Add(from = "encodr")  Layer joined();
//            ^ error: [unknown-value] `joined` reads `encodr`, but there is no such member before it, nor an input
//     did you mean  encoder?
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

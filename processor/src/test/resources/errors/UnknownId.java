package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownId {
  @GlobalAveragePool  Layer pool();
  @Accept({"unread-border", "degradaton"})  @Linear(units = 10)  Layer logits();
//                          ^ error: [unknown-id] `logits` accepts `degradaton`, which is no warning or note
//     did you mean  degradation?
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Accept("shortcut-shape")
//      ^ error: [unknown-id] `UnknownIdOfError` accepts `shortcut-shape`, which is an error: the network cannot be compiled with it
//     use  what the message of `shortcut-shape` says
@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownIdOfError {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

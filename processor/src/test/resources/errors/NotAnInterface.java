package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
//< error: [not-an-interface] @Network stands on `NotAnInterface`, which is of kind class
//     use  interface NotAnInterface
abstract class NotAnInterface {
  @GlobalAveragePool  abstract Layer pool();
  @Linear(units = 10)  abstract Layer logits();
  @SoftmaxCrossEntropy  abstract Loss loss();
}

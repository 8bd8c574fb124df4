package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ReservedNameOfAncestor extends Closing {
//< error: [reserved-name] `ReservedNameOfAncestor` inherits `close()` of `Closing`, and the generated class needs that name for itself
//     use  another name for that method
//     or   `ReservedNameOfAncestor` without `Closing`
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

interface Closing {
  default int close() {
    return 0;
  }
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

class NotImplementable {
  @Network(input = @Input(channels = 3, height = 8, width = 8))
  private interface Hidden {
//        ^ error: [not-implementable] `Hidden` is private, so no class can be generated for it
//     use  a plain interface that its package can see
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
  }
}

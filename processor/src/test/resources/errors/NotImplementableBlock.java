package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

class NotImplementableBlock {
  @Network(input = @Input(channels = 3, height = 8, width = 8))
  interface Net {
    @Residual(filters = 3)  Body stage1();
//                               ^ error: [not-implementable] `stage1` returns `Body`, which is private, so generated code cannot see it
//     use  a block that every class in the package of `Net` can see
    @GlobalAveragePool  Layer pool();
    @Linear(units = 10)  Layer logits();
    @SoftmaxCrossEntropy  Loss loss();
  }

  @Block
  private interface Body {
    @Conv(kernel = 3)  Layer conv();
  }
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface EmptyBlock {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(repeat = 2)  Nothing stage1();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Nothing {}
//< error: [empty-block] the block `Nothing` has no members
//     use  at least one, such as @Conv(kernel = 3) Layer conv1();

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface BlockRecursion {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 16)  Even even();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Even {
  @Conv(kernel = 3)  Layer conv();
  @Sequence  Odd odd();
}

@Block
interface Odd {
  @Conv(kernel = 3)  Layer conv();
  @Sequence  Even even();
//                ^ error: [block-recursion] the block `Even` contains itself through `even`
//     from  Even → Odd → Even
//     use   repeat = … on @Residual or @Sequence for more of the same
}

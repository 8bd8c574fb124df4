package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ManyMistakes {
  @Conv(filters = -1, kernel = 3)  Layer stem();
//                ^ error: [illegal-value] `stem` has filters = -1
//     use  1 or more
  @Conv(filters = 16, kernel = 3, stride = OF_BLOCK)  Layer second();
//                                         ^ error: [stride-missing] `second` takes its stride from a block, but stands in none
//     use  a number: stride = 1 or stride = 2
  @Dropout(rate = 1.5)  Layer drop();
//                ^ error: [illegal-value] `drop` has rate = 1.5
//     use  a number from 0 up to, but not including, 1
  @Residual(filters = 16, repeat = 0)  BasicBlock stage1();
//                                 ^ error: [illegal-value] `stage1` has repeat = 0
//     use  1 to 1000
  Layer forgotten();
//      ^ error: [no-kind] `forgotten` has no annotation that says what it computes
//     use  one of @Conv @DepthwiseConv ‹…›
  @Linear(units = 10)  @Flatten  Layer logits();
//                     ^ error: [duplicate-kind] `logits` is both @Linear and @Flatten; a member computes one thing
//     use  one member for each, in the order in which they compute
  @SoftmaxCrossEntropy(labelSmoothing = -0.1)  Loss loss();
//                                      ^ error: [illegal-value] `loss` has labelSmoothing = -0.1
//     use  a number from 0 up to, but not including, 1
}

@Block
interface BasicBlock {
  @Conv(kernel = 0)  Layer conv1();
//               ^ error: [illegal-value] `stage1.0.conv1` has kernel = 0
//     use  1 or more
  @Conv(kernel = 3, padding = -2)  Layer conv2();
//                            ^ error: [illegal-value] `stage1.0.conv2` has padding = -2
//     use  0 or more
}

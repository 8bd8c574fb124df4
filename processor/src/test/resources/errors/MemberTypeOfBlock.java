package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface MemberTypeOfBlock {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 16)  Layer stage1();
//                               ^ error: [member-type] `stage1` is @Residual but returns Layer
//     use  an interface marked @Block as what it returns
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

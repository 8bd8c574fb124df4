package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ReservedNameOfProjection {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 32, shortcut = PROJECTION)  Own stage1();
//                                   ^ error: [reserved-name] the projection of `stage1` is named `shortcut`, and so is a member of `Own`
//     use  another name for the member
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Own {
  @Conv(kernel = 3)  Layer shortcut();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnevenGroupNorm {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @GroupNorm(groups = 5)  Layer norm();
//                    ^ error: [uneven-channels] `norm` cannot divide 16 channels into 5 equal groups
//     use  groups that divide 16
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

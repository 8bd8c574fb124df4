package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnevenGroups {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Conv(filters = 20, kernel = 3, groups = 8)  Layer grouped();
//                                         ^ error: [uneven-channels] `grouped` cannot divide 20 filters into 8 equal groups
//     use  groups that divide 16 channels and 20 filters
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

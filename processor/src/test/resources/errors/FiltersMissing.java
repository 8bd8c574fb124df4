package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface FiltersMissing {
  @Conv(kernel = 3)  Layer stem();
//^ error: [filters-missing] `stem` gives no filters, and there is no block to take them from
//     use  @Conv(filters = …)
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

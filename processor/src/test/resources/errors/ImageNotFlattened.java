package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ImageNotFlattened {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Linear(units = 10)  Layer logits();
//^ error: [image-not-flattened] `logits` needs a vector but reads the image f32[n, 16, 8, 8]
//     use  @GlobalAveragePool before it, which leaves 16 features
//     or   @Flatten, which leaves 1,024
  @SoftmaxCrossEntropy  Loss loss();
}

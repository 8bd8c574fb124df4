package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface VectorNotImage {
  @GlobalAveragePool  Layer pool();
  @Conv(filters = 16, kernel = 3)  Layer late();
//^ error: [vector-not-image] `late` needs an image but reads f32[n, 3]
//     move  it before the layer that makes a vector of the image
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IllegalDilation {
  @Conv(filters = 16, kernel = 100000, dilation = 1000)  Layer stem();
//                                                ^ error: [illegal-value] `stem` has dilation = 1000
//     use  less, so that the kernel stays within the image
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

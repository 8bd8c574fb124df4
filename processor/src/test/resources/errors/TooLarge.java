package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface TooLarge {
  @Flatten  Layer vector();
  @Linear(units = 1_000_000)  Layer wide();
  @Linear(units = 1_000_000)  Layer wider();
//^ error: [too-large] the weights of `wider` would have 1000000 × 1000000 elements; an array holds 2,147,483,647
//     use  fewer features, a smaller kernel, or an earlier stride or pooling
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NormOfOneFeature {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 1)  Layer narrow();
  @LayerNorm  Layer norm();
//^ warning: [norm-of-one] the norm of `norm` has one value for each mean: it answers the same whatever it reads, and passes no gradient
//     use  @BatchNorm, or more features
//     or   no `norm`
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

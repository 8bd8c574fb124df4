package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface DroppedPrediction {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @Dropout(rate = 0.5)  Layer drop();
//^ warning: [dropped-prediction] `loss` reads its prediction through `drop`, which sets some of it to zero at random
//     use  `drop` before the layer that predicts
  @SoftmaxCrossEntropy  Loss loss();
}

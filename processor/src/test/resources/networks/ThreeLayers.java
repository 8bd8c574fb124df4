import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.*;

/** Three layers, and a skip around the second. */
@Network(input = @Input(channels = 1, height = 8, width = 8))
interface ThreeLayers {
  @Flatten  Layer vector();
  @Linear(units = 32, activation = RELU)  Layer first();
  @Residual(filters = 32)  Dense second();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Dense {
  @Linear  Layer linear();
}

package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(length = 6, features = 8))
interface NotTokens {
  @Embedding(units = 16)  Layer embed();
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

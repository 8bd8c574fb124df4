package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface TokensNotEmbedded {
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface TokensNotEmbedded {
  @Linear(units = 10)  Layer logits();
//^ error: [tokens-not-embedded] `logits` needs numbers but reads the tokens index(50)[n, 6]
//     use  @Embedding(units = …) before it
  @SoftmaxCrossEntropy  Loss loss();
}

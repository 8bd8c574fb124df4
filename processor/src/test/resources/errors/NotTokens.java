package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(length = 6, features = 8))
interface NotTokens {
  @Embedding(units = 16)  Layer embed();
//^ error: [not-tokens] `embed` needs tokens but reads f32[n, 6, 8]
//     use  it on an input: @Input(tokens = …, length = …)
//     or   @Linear for numbers
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NotASequence {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @SelfAttention(heads = 2)  Layer attention();
//^ error: [not-a-sequence] `attention` needs a sequence f32[n, t, d] but reads f32[n, 8, 8, 8]
//     use  it after an @Embedding of tokens
//     or   on an input: @Input(length = …, features = …)
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

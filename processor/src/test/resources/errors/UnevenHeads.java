package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface UnevenHeads {
  @Embedding(units = 60)  Layer embed();
  @SelfAttention(heads = 8)  Layer attention();
//                       ^ error: [uneven-heads] `attention` shares out 60 features among 8 heads
//     use  heads = 6
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

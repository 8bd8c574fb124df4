package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface UnknownMemory {
  @Embedding(units = 16)  Layer memory();
  @CrossAttention(heads = 2, from = "memori")  Layer attention();
//                                  ^ error: [unknown-value] `attention` reads `memori`, but there is no such member before it, nor an input
//     did you mean  memory?
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

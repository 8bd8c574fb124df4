package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface IllegalPaddingToken {
  @Embedding(units = 16)  Layer embed();
  @MeanPool(padding = "tokens", paddingToken = 50)  Layer pool();
//                                             ^ error: [illegal-value] `pool` has paddingToken = 50
//     use  a token of `tokens`: 0 to 49
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

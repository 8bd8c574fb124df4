package errors;

import dev.throughline.dsl.*;

@Network(input = {
    @Input(name = "source", tokens = 50, length = 6),
    @Input(name = "target", tokens = 50, length = 9)
  })
interface PaddingShape {
  @Embedding(units = 16)  Layer embed();
  @SelfAttention(heads = 2, padding = "target")  Layer attention();
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

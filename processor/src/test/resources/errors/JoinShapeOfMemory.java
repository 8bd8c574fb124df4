package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface JoinShapeOfMemory {
  @Embedding(units = 16)  Layer memory();
  @Linear(units = 24)  Layer wider();
  @CrossAttention(heads = 2, from = "memory")  Layer attention();
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

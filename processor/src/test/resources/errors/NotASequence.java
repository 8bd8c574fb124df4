package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NotASequence {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @SelfAttention(heads = 2)  Layer attention();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

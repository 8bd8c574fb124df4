package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(tokens = 50, length = 6))
interface JoinShapeOfMemory {
  @Embedding(units = 16)  Layer memory();
  @Linear(units = 24)  Layer wider();
  @CrossAttention(heads = 2, from = "memory")  Layer attention();
//                                  ^ error: [join-shape] `attention` attends from f32[n, 6, 24] to `memory`, which is f32[n, 6, 16]
//     use  a sequence of 24 features
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface JoinShape {
  @Conv(filters = 8, kernel = 3)  Layer encoder();
  @MaxPool(size = 2)  Layer down();
  @Concat(from = "encoder")  Layer joined();
//^ error: [join-shape] `encoder` of `joined` is f32[n, 8, 8, 8], which cannot stand beside f32[n, 8, 4, 4]
//     use  the same height and width, by stride and padding
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

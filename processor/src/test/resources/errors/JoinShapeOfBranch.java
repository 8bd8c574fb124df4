package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface JoinShapeOfBranch {
  @Concat({@Branch(@Conv(filters = 8, kernel = 1)), @Branch(@Conv(filters = 8, kernel = 3, stride = 2))})
//^ error: [join-shape] branch 2 of `inception` is f32[n, 8, 4, 4], which cannot stand beside f32[n, 8, 8, 8]
//     use  the same height and width, by stride and padding
  Layer inception();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface DenseShape {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @DenseConnect(growth = 4, repeat = 3)  Wide dense();
//^ error: [dense-shape] the body of `dense` ends in f32[n, 16, 8, 8]; beside f32[n, 8, 8, 8] it has to end in f32[n, 4, 8, 8]
//     use  no stride in the block, and no filters on its last member
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Wide {
  @Conv(kernel = 3)  Layer conv1();
  @Conv(filters = 16, kernel = 3)  Layer conv2();
}

package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NoParameters {
  @GlobalAveragePool  Layer pool();
  @SoftmaxCrossEntropy  Loss loss();
}

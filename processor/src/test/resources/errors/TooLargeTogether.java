package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface TooLargeTogether {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 32_768)  Layer wide();
  @Linear(units = 40_960)  Layer wider();
  @Linear(units = 32_768)  Layer widest();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

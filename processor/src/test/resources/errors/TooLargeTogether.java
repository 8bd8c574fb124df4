package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface TooLargeTogether {
//< error: [too-large] the parameters of `TooLargeTogether` would take 2,684,‹…› floats; an array holds 2,147,483,647
//     use  fewer features, or fewer or smaller layers
  @GlobalAveragePool  Layer pool();
  @Linear(units = 32_768)  Layer wide();
  @Linear(units = 40_960)  Layer wider();
  @Linear(units = 32_768)  Layer widest();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface MissingLossOfHead {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @AuxLoss(weight = 0.3)  Head aux();
//                             ^ error: [missing-loss] the head `aux` has no loss: `Head` ends in `logits`
//     use  @SoftmaxCrossEntropy Loss loss(); as the last member of the block
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Head {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
}

import static dev.throughline.dsl.Bias.NEVER;
import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.*;

/** A frozen trunk, a shared pair, an auxiliary head. */
@Network(input = @Input(channels = 3, height = 9, width = 7))
interface Transferred {
  @Freeze @Conv(filters = 7, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Freeze @Residual(filters = 7, repeat = 2)                               Plain stage();
  @Conv(filters = 7, kernel = 3, activation = TANH)                        Layer first();
  @SharedWith("first") @Conv(filters = 7, kernel = 3, activation = TANH)   Layer second();
  @AuxLoss(from = "first", weight = 0.3, filters = 4)                      Head head();
  @GlobalAveragePool                                                       Layer pool();
  @Linear(units = 5)                                                       Layer logits();
  @SoftmaxCrossEntropy                                                     Loss loss();
}

@Block
interface Plain {
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @Dropout(rate = 0.5)                                Layer drop();
  @Conv(kernel = 3, norm = BATCH)                     Layer conv2();
}

@Block
interface Head {
  @Conv(kernel = 1, norm = BATCH, activation = RELU)  Layer conv();
  @GlobalAveragePool                                  Layer pool();
  @Linear(units = 5)                                  Layer logits();
  @SquaredHinge                                       Loss loss();
}

import static dev.throughline.dsl.Bias.NEVER;
import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.*;

/** Two inputs of their own size, two questions, one value that callers read beside the answers. */
@Network(input = {@Input(name = "user", features = 7), @Input(name = "item", features = 5)})
interface Towers {
  @Linear(units = 13, activation = RELU)                 Layer ofUser();
  @From("item") @Linear(units = 13, activation = RELU)   Layer ofItem();
  @Output @Concat(from = "ofUser")                       Layer both();
  @Linear(units = 3)                                     Layer kind();
  @SoftmaxCrossEntropy(target = "kinds", weight = 0.5)   Loss kindLoss();
  @From("both") @Linear(units = 1)                       Layer score();
  @BinaryCrossEntropy(target = "liked")                  Loss scoreLoss();
  @From("both") @Linear(units = 2, norm = BATCH)         Layer rating();
  @MeanSquaredError(target = "ratings", weight = 2)      Loss loss();
}

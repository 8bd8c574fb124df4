package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 1, height = 4, width = 4))
interface VanishingGradient {
  @Flatten  Layer flat();
  @Sequence(filters = 16, repeat = 9, activation = NONE)  Hidden hidden();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Hidden {
  @Linear(activation = SIGMOID)  Layer fc();
}

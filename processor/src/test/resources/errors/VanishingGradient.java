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
//^ warning: [vanishing-gradient] as `VanishingGradient` is initialised, at most 6.91e-4 of the gradient at `loss` arrives at `hidden.2.fc`, and 8.63e-5 at `hidden.0.fc`
//     from  slopes of activations, at most 3.81e-6 in all, times gains of initial weights, 22.6 in all
//     use   activation = RELU with initializer = HE
//     or    norm = BATCH, or @Residual with activation = NONE
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Hidden {
  @Linear(activation = SIGMOID)  Layer fc();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface DeadEnd {
  @Conv(filters = 4, kernel = 3, activation = RELU)  Layer stem();
  @Conv(filters = 4, kernel = 3, activation = RELU)  Layer left();
  @Conv(filters = 4, kernel = 3, activation = RELU)  Layer forgotten();
//^ warning: [dead-end] no loss of `DeadEnd` depends on `forgotten`, and nothing else reads it
//     use  @From, @Add or @Concat on a later member that is to read it
//     or   @Output if callers are to read it
  @From("left") @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

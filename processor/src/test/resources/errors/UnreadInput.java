package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = {@Input(name = "left", features = 8), @Input(name = "right", features = 8)})
interface UnreadInput {
  @From("left") @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

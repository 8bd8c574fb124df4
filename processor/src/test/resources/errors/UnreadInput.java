package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = {@Input(name = "left", features = 8), @Input(name = "right", features = 8)})
//                                                                   ^ warning: [unread-input] no member of `UnreadInput` reads the input `right`, which callers have to give all the same
//     use  @From("right") on the member that is to read it
//     or   no such input
interface UnreadInput {
  @From("left") @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

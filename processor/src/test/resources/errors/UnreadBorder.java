package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnreadBorder {
  @MaxPool(size = 3, stride = 2)  Layer down();
//                ^ warning: [unread-border] no window of `down` reads the last row and column of its 8×8 input
//     from  size 3, stride 2, padding 0
//     use   padding = 1
//     or    @Accept("unread-border")
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

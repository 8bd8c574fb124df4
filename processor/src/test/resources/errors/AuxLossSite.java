package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Accept("degradation")
@Network(input = @Input(channels = 3, height = 8, width = 8))
interface AuxLossSite {
  @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Sequence(filters = 4, repeat = 5)  BasicBlock stage1();
//^ note: [aux-loss-site] a loss on `stage1` would bring every weighted layer of `AuxLossSite` within 21 of a loss; now it is 32
//     use  @AuxLoss(from = "stage1") with a head of one layer
//     or   @Accept("aux-loss-site")
  @Sequence(filters = 4, repeat = 5)  BasicBlock stage2();
  @Sequence(filters = 4, repeat = 5)  BasicBlock stage3();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

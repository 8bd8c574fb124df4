package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Accept("aux-loss-site")
@Network(input = @Input(channels = 3, height = 8, width = 8))
interface Degradation {
//< note: [degradation] `Degradation` has no way from `loss` to `stem` that passes fewer than 32 weighted layers; plain networks of more than 20 tend to train worse than shallower ones
//     from  He et al. 2015, section 4.1: they degrade, though no gradient vanishes
//     use   @Residual in place of @Sequence
//     or    @Accept("degradation")
  @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Sequence(filters = 4, repeat = 5)  BasicBlock stage1();
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

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Accept({"degradation", "aux-loss-site"})
@Network(input = @Input(channels = 3, height = 8, width = 8), maxGradientPath = 16)
//                                                                              ^ error: [gradient-path] the gradient passes 32 weighted layers on its shortest way from `loss` to `stem.weight` of `GradientPath`; maxGradientPath = 16
//     from  logits → stage3.4.conv2 → stage3.4.conv1 → … 26 more … → stage1.0.conv2 → stage1.0.conv1 → stem
//     use   a skip around some of them, such as @Residual, or an @AuxLoss nearer by
//     or    maxGradientPath = 32
interface GradientPath {
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

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface EarlyAuxLoss {
  @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 4, repeat = 2)  BasicBlock stage1();
  @Residual(filters = 4, repeat = 3)  BasicBlock stage2();
  @AuxLoss(from = "stage1", weight = 0.3)  Head aux();
//                ^ warning: [early-aux-loss] the head `aux` reads features that 5 of the 12 layers of `EarlyAuxLoss` have made; in a residual network so early a head may cost accuracy
//     from  Huang et al. 2018 (MSDNet), figure 3: up to 7 % for a ResNet, far less for a DenseNet
//     use   a later member, @DenseConnect, or no head: skips shorten the way already
//     or    @Accept("early-aux-loss")
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface BasicBlock {
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH)  Layer conv2();
}

@Block
interface Head {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

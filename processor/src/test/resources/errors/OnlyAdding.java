package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface OnlyAdding {
  @Conv(filters = 8, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 8, repeat = 2)  Body stage1();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Body {
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv2();
//                                             ^ warning: [only-adding] the body of `stage1` ends in the ReLU of `stage1.0.conv2`, so that it only ever adds
//     from  He et al. 2016 (Identity mappings), section 4.1: 7.84 % of error in place of 6.61 %
//     use   activation = NONE on `conv2`
//     or    @Accept("only-adding")
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ShortcutShapeOfPadding {
  @Conv(filters = 16, kernel = 3)  Layer stem();
  @Residual(filters = 16, shortcut = PROJECTION)  Shrinking stage1();
//                                   ^ error: [shortcut-shape] the body of `stage1` ends in f32[n, 16, 6, 6] but its shortcut carries f32[n, 16, 8, 8]
//     from  the strides, paddings and poolings of the block's members
//     use   members that keep height and width, but for one with stride = OF_BLOCK
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Block
interface Shrinking {
  @Conv(kernel = 3, padding = 0)  Layer conv();
}

package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface ReservedNameOfConstant {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();

  int Math = 128;
//    ^ error: [reserved-name] the generated class needs the name `Math` for itself
//     use  another name for the constant
}

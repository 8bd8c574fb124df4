package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface IllegalValueInBranch {
  @Concat({
    @Branch(@Conv(filters = 8, kernel = 1)),
    @Branch({@Conv(filters = 8, kernel = 1), @Conv(filters = 0, kernel = 3)})
//                                                           ^ error: [illegal-value] `inception.branch2.conv2` has filters = 0
//     use  1 or more
  })
  Layer inception();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

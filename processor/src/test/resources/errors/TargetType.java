package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface TargetType {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 4)  Layer coarse();
  @SoftmaxCrossEntropy  Loss coarseLoss();
  @From("pool") @Linear(units = 10)  Layer fine();
  @SoftmaxCrossEntropy  Loss loss();
//^ error: [target-type] `loss` compares with index(10)[n] as `labels`, but an earlier loss takes that for index(4)[n]
//     use  target = "…" with a name of its own
}

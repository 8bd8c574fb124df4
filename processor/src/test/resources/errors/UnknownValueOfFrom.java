package errors;

import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownValueOfFrom {
  @Conv(filters = 8, kernel = 3)  Layer stem();
  @From("later") @Conv(filters = 8, kernel = 3)  Layer middle();
//      ^ error: [unknown-value] `middle` reads `later`, which stands below it; a member reads what was computed before it
//     move  `later` up, above the member that reads it
  @Conv(filters = 8, kernel = 3)  Layer later();
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

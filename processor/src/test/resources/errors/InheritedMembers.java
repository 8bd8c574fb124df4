package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface InheritedMembers extends Head {
//< error: [inherited-members] `InheritedMembers` inherits `pool`, `logits`, `loss`; members stand in one interface, for their order is the network
//     use  a @Block for what several networks share
  @Conv(filters = 16, kernel = 3)  Layer stem();
}

interface Head {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

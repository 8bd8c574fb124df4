package errors;

import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.*;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NameTakenByNetwork {
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NameTakenByNetworkVector {
//< error: [name-taken] the class to generate for `NameTakenByNetworkVector` is `NameTakenByNetworkVectorKernels`, and `errors.NameTakenByNetwork` has one of that name
//     use  another name for one of the networks
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

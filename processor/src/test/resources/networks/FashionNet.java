import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.*;

/** The sample of the same name. */
@Network(input = @Input(channels = 1, height = 28, width = 28))
interface FashionNet {
  @Conv(filters = 32, kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @MaxPool(size = 2)  Layer pool1();
  @Conv(filters = 64, kernel = 3, norm = BATCH, activation = RELU)  Layer conv2();
  @MaxPool(size = 2)  Layer pool2();
  @Flatten  Layer vector();
  @Linear(units = 128, activation = RELU)  Layer hidden();
  @Dropout(rate = 0.4)  Layer drop();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

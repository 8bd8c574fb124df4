import static dev.throughline.dsl.Bias.NEVER;
import static dev.throughline.dsl.Block.OF_BLOCK;
import static dev.throughline.dsl.Nonlinearity.*;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.*;

/** A U-Net in small (Ronneberger et al. 2015, figure 1): long skips by name, a value for each pixel. */
@Network(input = @Input(channels = 3, height = 12, width = 8))
interface UNet {
  @Sequence(filters = 7)                           Pair encoder1();
  @MaxPool(size = 2)                               Layer down1();
  @Sequence(filters = 13)                          Pair encoder2();
  @MaxPool(size = 2)                               Layer down2();
  @Sequence(filters = 17)                          Pair bottom();
  @Conv(filters = 13, kernel = 1)                  Layer narrow2();
  @From("encoder2") @Conv(filters = 13, kernel = 3, stride = 2) Layer skip2();
  @Add(from = "narrow2", activation = RELU)        Layer up2();
  @Concat(from = {"down2", "narrow2"})             Layer joined2();
  @Sequence(filters = 5)                           Pair decoder2();
  @Conv(filters = 4, kernel = 1)                   Layer map();
  @MeanSquaredError                                Loss loss();
}

@Block
interface Pair {
  @Conv(kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @Conv(kernel = 3, activation = TANH)                Layer conv2();
}

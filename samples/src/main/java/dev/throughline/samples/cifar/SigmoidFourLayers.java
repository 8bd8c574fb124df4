package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.SIGMOID;

import dev.throughline.dsl.AveragePool;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** {@link ReluFourLayers} with sigmoids, which the figure leaves out. */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface SigmoidFourLayers {
  @Conv(filters = 32, kernel = 5, activation = SIGMOID)  Layer conv1();
  @MaxPool(size = 3, stride = 2)                         Layer pool1();
  @Conv(filters = 32, kernel = 5, activation = SIGMOID)  Layer conv2();
  @AveragePool(size = 3, stride = 2)                     Layer pool2();
  @Conv(filters = 64, kernel = 5, activation = SIGMOID)  Layer conv3();
  @AveragePool(size = 3, stride = 2)                     Layer pool3();
  @Flatten                                               Layer vector();
  @Linear(units = 10)                                    Layer logits();
  @SoftmaxCrossEntropy                                   Loss loss();
}

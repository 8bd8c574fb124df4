package dev.throughline.samples;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * A small network for Fashion-MNIST: LeNet's plan (LeCun et al. 1998, figure 2) with ReLU, batch
 * norm and dropout.
 */
@Network(input = @Input(channels = 1, height = 28, width = 28))
public interface FashionNet {
  @Conv(filters = 32, kernel = 3, norm = BATCH, activation = RELU)  Layer conv1();
  @MaxPool(size = 2)                                                Layer pool1();
  @Conv(filters = 64, kernel = 3, norm = BATCH, activation = RELU)  Layer conv2();
  @MaxPool(size = 2)                                                Layer pool2();
  @Flatten                                                          Layer vector();
  @Linear(units = 128, activation = RELU)                           Layer hidden();
  @Dropout(rate = 0.4)                                              Layer drop();
  @Linear(units = 10)                                               Layer logits();
  @SoftmaxCrossEntropy                                              Loss loss();
}

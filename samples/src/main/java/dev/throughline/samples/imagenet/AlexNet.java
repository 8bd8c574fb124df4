package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.AdaptiveAveragePool;
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
 * AlexNet in one tower (Krizhevsky 2014, One weird trick; torchvision's form of Krizhevsky,
 * Sutskever and Hinton 2012).
 */
@Network(input = @Input(channels = 3, height = 224, width = 224))
public interface AlexNet {
  @Conv(filters = 64, kernel = 11, stride = 4, padding = 2, activation = RELU)  Layer conv1();
  @MaxPool(size = 3, stride = 2)                                                Layer pool1();
  @Conv(filters = 192, kernel = 5, activation = RELU)                           Layer conv2();
  @MaxPool(size = 3, stride = 2)                                                Layer pool2();
  @Conv(filters = 384, kernel = 3, activation = RELU)                           Layer conv3();
  @Conv(filters = 256, kernel = 3, activation = RELU)                           Layer conv4();
  @Conv(filters = 256, kernel = 3, activation = RELU)                           Layer conv5();
  @MaxPool(size = 3, stride = 2)                                                Layer pool5();
  @AdaptiveAveragePool(height = 6, width = 6)                                   Layer bins();
  @Flatten                                                                      Layer vector();
  @Dropout(rate = 0.5)                                                          Layer drop1();
  @Linear(units = 4096, activation = RELU)                                      Layer hidden1();
  @Dropout(rate = 0.5)                                                          Layer drop2();
  @Linear(units = 4096, activation = RELU)                                      Layer hidden2();
  @Linear(units = 1000)                                                         Layer logits();
  @SoftmaxCrossEntropy                                                          Loss loss();
}

package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Order.PRE_ACTIVATION;

import dev.throughline.dsl.AveragePool;
import dev.throughline.dsl.BatchNorm;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.DenseConnect;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.SoftmaxCrossEntropy;
import dev.throughline.samples.cifar.DenseBottleneck;

/**
 * DenseNet-121 (Huang et al. 2017, Densely connected convolutional networks, table 1; torchvision's
 * form).
 */
@Network(input = @Input(channels = 3, height = 224, width = 224))
public interface DenseNet121 {
  @Conv(filters = 64, kernel = 7, stride = 2, norm = BATCH, activation = RELU)
      Layer stem();
  @MaxPool(size = 3, stride = 2, padding = 1)  Layer shrink();
  @DenseConnect(growth = 32, repeat = 6)       DenseBottleneck dense1();
  @Conv(filters = 128, kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer transition1();
  @AveragePool(size = 2)                       Layer pool1();
  @DenseConnect(growth = 32, repeat = 12)      DenseBottleneck dense2();
  @Conv(filters = 256, kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer transition2();
  @AveragePool(size = 2)                       Layer pool2();
  @DenseConnect(growth = 32, repeat = 24)      DenseBottleneck dense3();
  @Conv(filters = 512, kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer transition3();
  @AveragePool(size = 2)                       Layer pool3();
  @DenseConnect(growth = 32, repeat = 16)      DenseBottleneck dense4();
  @BatchNorm(activation = RELU)                Layer norm();
  @GlobalAveragePool                           Layer pool();
  @Linear(units = 1000)                        Layer logits();
  @SoftmaxCrossEntropy                         Loss loss();
}

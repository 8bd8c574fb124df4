package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Bias.NEVER;
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
import dev.throughline.dsl.Network;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * DenseNet-BC of 100 layers with a growth of 12: bottlenecks, and transitions that halve the
 * channels (Huang et al. 2017, table 2).
 */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface DenseNetBC100 {
  int LAYERS = 100;
  int REPEAT = (LAYERS - 4) / 6;
  int GROWTH = 12;
  int STEM = 2 * GROWTH;
  int AFTER_1 = (STEM + GROWTH * REPEAT) / 2;
  int AFTER_2 = (AFTER_1 + GROWTH * REPEAT) / 2;

  @Conv(filters = STEM, kernel = 3, bias = NEVER)  Layer stem();
  @DenseConnect(growth = GROWTH, repeat = REPEAT)  DenseBottleneck dense1();
  @Conv(filters = AFTER_1, kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer transition1();
  @AveragePool(size = 2)                           Layer pool1();
  @DenseConnect(growth = GROWTH, repeat = REPEAT)  DenseBottleneck dense2();
  @Conv(filters = AFTER_2, kernel = 1, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
      Layer transition2();
  @AveragePool(size = 2)                           Layer pool2();
  @DenseConnect(growth = GROWTH, repeat = REPEAT)  DenseBottleneck dense3();
  @BatchNorm(activation = RELU)                    Layer norm();
  @GlobalAveragePool                               Layer pool();
  @Linear(units = 10)                              Layer logits();
  @SoftmaxCrossEntropy                             Loss loss();
}

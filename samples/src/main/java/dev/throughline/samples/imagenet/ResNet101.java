package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.Conv;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** ResNet-101 (He et al. 2015, Deep residual learning, table 1). */
@Network(input = @Input(channels = 3, height = 224, width = 224))
public interface ResNet101 {
  @Conv(filters = 64, kernel = 7, stride = 2, norm = BATCH, activation = RELU)  Layer stem();
  @MaxPool(size = 3, stride = 2, padding = 1)                                   Layer shrink();
  @Residual(filters = 256, repeat = 3, shortcut = PROJECTION)                   Bottleneck layer1();
  @Residual(filters = 512, repeat = 4, stride = 2, shortcut = PROJECTION)       Bottleneck layer2();
  @Residual(filters = 1024, repeat = 23, stride = 2, shortcut = PROJECTION)     Bottleneck layer3();
  @Residual(filters = 2048, repeat = 3, stride = 2, shortcut = PROJECTION)      Bottleneck layer4();
  @GlobalAveragePool                                                            Layer pool();
  @Linear(units = 1000)                                                         Layer logits();
  @SoftmaxCrossEntropy                                                          Loss loss();
}

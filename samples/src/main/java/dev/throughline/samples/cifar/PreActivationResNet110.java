package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.NONE;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PAD;

import dev.throughline.dsl.BatchNorm;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * ResNet-110 whose blocks normalise and activate before their weights, so that nothing stands in
 * the way of the skips from end to end (He et al. 2016, Identity mappings in deep residual
 * networks, figure 4e). As in its appendix, the first block reads an activated stem, and an
 * activation follows the last.
 */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface PreActivationResNet110 {
  int LAYERS = 110;
  int BLOCKS = (LAYERS - 2) / 6;

  @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 16, activation = NONE)                        FirstPreActivationBlock first();
  @Residual(filters = 16, repeat = BLOCKS - 1, activation = NONE)   PreActivationBlock stage1();
  @Residual(filters = 32, repeat = BLOCKS, stride = 2, shortcut = PAD, activation = NONE)
      PreActivationBlock stage2();
  @Residual(filters = 64, repeat = BLOCKS, stride = 2, shortcut = PAD, activation = NONE)
      PreActivationBlock stage3();
  @BatchNorm(activation = RELU)                                     Layer norm();
  @GlobalAveragePool                                                Layer pool();
  @Linear(units = 10)                                               Layer logits();
  @SoftmaxCrossEntropy                                              Loss loss();
}

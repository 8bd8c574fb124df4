package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PAD;

import dev.throughline.dsl.Conv;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.SoftmaxCrossEntropy;
import dev.throughline.samples.BasicBlock;

/**
 * ResNet-56 for CIFAR-10 (He et al. 2015, Deep residual learning, section 4.2). Any depth of 6k + 2
 * layers is one number away: 20, 32, 44, 56, 110 or 1202.
 */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface ResNet56 {
  int LAYERS = 56;

  @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
  @Residual(filters = 16, repeat = (LAYERS - 2) / 6)                BasicBlock stage1();
  @Residual(filters = 32, repeat = (LAYERS - 2) / 6, stride = 2, shortcut = PAD)
      BasicBlock stage2();
  @Residual(filters = 64, repeat = (LAYERS - 2) / 6, stride = 2, shortcut = PAD)
      BasicBlock stage3();
  @GlobalAveragePool                                                Layer pool();
  @Linear(units = 10)                                               Layer logits();
  @SoftmaxCrossEntropy                                              Loss loss();
}

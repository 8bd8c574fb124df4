package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.NONE;
import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;
import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.BatchNorm;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Norm;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** {@link PreActivationResNet110} with bottlenecks (He et al. 2016, table 3). */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface PreActivationResNet164 {
  int LAYERS = 164;
  int BLOCKS = (LAYERS - 2) / 9;

  @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)
      Layer stem();
  @Residual(filters = 64, shortcut = PROJECTION, shortcutNorm = Norm.NONE, activation = NONE)
      FirstPreActivationBottleneck first();
  @Residual(filters = 64, repeat = BLOCKS - 1, activation = NONE)  PreActivationBottleneck stage1();
  @Residual(filters = 128, repeat = BLOCKS, stride = 2, shortcut = PROJECTION,
      shortcutNorm = Norm.NONE, activation = NONE)
      PreActivationBottleneck stage2();
  @Residual(filters = 256, repeat = BLOCKS, stride = 2, shortcut = PROJECTION,
      shortcutNorm = Norm.NONE, activation = NONE)
      PreActivationBottleneck stage3();
  @BatchNorm(activation = RELU)                                    Layer norm();
  @GlobalAveragePool                                               Layer pool();
  @Linear(units = 10)                                              Layer logits();
  @SoftmaxCrossEntropy                                             Loss loss();
}

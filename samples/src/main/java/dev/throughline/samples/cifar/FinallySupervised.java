package dev.throughline.samples.cifar;

import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.Conv;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** {@link DeeplySupervised} without its companions: the one loss is at the end. */
@Network(input = @Input(channels = 3, height = 32, width = 32))
public interface FinallySupervised {
  int PAIRS = 3; // 6 · 3 + 2 = 20 layers

  @Conv(filters = 16, kernel = 3, activation = RELU)     Layer stem();
  @Sequence(filters = 16, repeat = PAIRS)                ConvPair stage1();
  @Sequence(filters = 32, repeat = PAIRS, stride = 2)    ConvPair stage2();
  @Sequence(filters = 64, repeat = PAIRS, stride = 2)    ConvPair stage3();
  @GlobalAveragePool                                     Layer pool();
  @Linear(units = 10)                                    Layer logits();
  @SoftmaxCrossEntropy                                   Loss loss();
}

package dev.throughline.samples.perceptron;

import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * {@link SigmoidPerceptron} with another word for its activation (Glorot, Bordes and Bengio 2011).
 */
@Network(input = @Input(channels = 1, height = 28, width = 28))
public interface ReluPerceptron {
  int LAYERS = 10;

  @Flatten                                                         Layer vector();
  @Sequence(filters = 64, repeat = LAYERS - 1, activation = RELU)  Dense hidden();
  @Linear(units = 10)                                              Layer logits();
  @SoftmaxCrossEntropy                                             Loss loss();
}

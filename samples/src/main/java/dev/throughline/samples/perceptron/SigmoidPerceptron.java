package dev.throughline.samples.perceptron;

import static dev.throughline.dsl.Nonlinearity.SIGMOID;

import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * A chain of sigmoid layers. Each multiplies the gradient by a derivative of at most 1/4, so that
 * little of it is left for the first (Hochreiter 1991; Glorot and Bengio 2010, section 3.1).
 */
@Network(input = @Input(channels = 1, height = 28, width = 28))
public interface SigmoidPerceptron {
  int LAYERS = 10;

  @Flatten                                                            Layer vector();
  @Sequence(filters = 64, repeat = LAYERS - 1, activation = SIGMOID)  Dense hidden();
  @Linear(units = 10)                                                 Layer logits();
  @SoftmaxCrossEntropy                                                Loss loss();
}

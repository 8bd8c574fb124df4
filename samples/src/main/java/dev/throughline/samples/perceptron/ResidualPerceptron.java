package dev.throughline.samples.perceptron;

import static dev.throughline.dsl.Shortcut.PROJECTION;

import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Norm;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * {@link ReluPerceptron} with a skip around each layer; the first, which narrows, projects (He et
 * al. 2015, equations 1 and 2).
 */
@Network(input = @Input(channels = 1, height = 28, width = 28))
public interface ResidualPerceptron {
  int LAYERS = 10;

  @Flatten              Layer vector();
  @Residual(filters = 64, repeat = LAYERS - 1, shortcut = PROJECTION, shortcutNorm = Norm.NONE)
      Dense hidden();
  @Linear(units = 10)   Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

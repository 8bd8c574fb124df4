package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.AdaptiveAveragePool;
import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** A classifier on an early value (Szegedy et al. 2015, section 5; torchvision's form). */
@Block
public interface GoogLeNetHead {
  @AdaptiveAveragePool(height = 4, width = 4)                                        Layer bins();
  @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = 1e-3, activation = RELU)  Layer conv();
  @Flatten                                                                           Layer vector();
  @Linear(units = 1024, activation = RELU)                                           Layer fc1();
  @Dropout(rate = 0.7)                                                               Layer drop();
  @Linear(units = 1000)                                                              Layer logits();
  @SoftmaxCrossEntropy                                                               Loss loss();
}

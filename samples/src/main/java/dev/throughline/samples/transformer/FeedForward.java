package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Initialization.XAVIER;
import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;

/** Two products at each position, four times as wide in between (Vaswani et al. 2017, section 3.3). */
@Block
public interface FeedForward {
  @Linear(ratio = 4, activation = RELU, initializer = XAVIER)  Layer widen();
  @Dropout(rate = 0.1)                                         Layer dropInside();
  @Linear(initializer = XAVIER)                                Layer narrow();
  @Dropout(rate = 0.1)                                         Layer drop();
}

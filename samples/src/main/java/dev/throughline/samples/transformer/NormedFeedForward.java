package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Initialization.XAVIER;
import static dev.throughline.dsl.Nonlinearity.GELU;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.Linear;

/** The second sublayer of {@link CausalLayer}. */
@Block
public interface NormedFeedForward {
  @LayerNorm                                                   Layer norm();
  @Linear(ratio = 4, activation = GELU, initializer = XAVIER)  Layer widen();
  @Linear(initializer = XAVIER)                                Layer narrow();
  @Dropout(rate = 0.1)                                         Layer drop();
}

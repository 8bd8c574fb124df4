package dev.throughline.samples.cifar;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** A classifier of its own on an early value; it exists in training only. */
@Block
public interface CompanionHead {
  @GlobalAveragePool    Layer pool();
  @Linear(units = 10)   Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}

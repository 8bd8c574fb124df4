package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Bias;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Embedding;
import dev.throughline.dsl.From;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.PositionalEncoding;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SharedWith;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * The base Transformer for translation (Vaswani et al. 2017, Attention is all you need, table 3): six layers
 * each side, 512 features, 8 heads, one table for both languages and the answer. Token 0 fills up short
 * sentences. Encoder and decoder end in a norm, as {@code torch.nn.Transformer} has it.
 */
@Network(
    input = {
      @Input(name = "source", tokens = Transformer.TOKENS, length = 64),
      @Input(name = "target", tokens = Transformer.TOKENS, length = 64)
    })
public interface Transformer {
  int TOKENS = 37_000;
  int FEATURES = 512;
  int LAYERS = 6;

  @Embedding(units = FEATURES, scaled = true)                         Layer embed();
  @PositionalEncoding                                                 Layer sourcePositions();
  @Dropout(rate = 0.1)                                                Layer sourceDrop();
  @Sequence(filters = FEATURES, repeat = LAYERS, activation = NONE)   SourceLayer encoder();
  @LayerNorm                                                          Layer memory();
  @From("target") @SharedWith("embed") @Embedding(units = FEATURES, scaled = true)
      Layer embedTarget();
  @PositionalEncoding                                                 Layer targetPositions();
  @Dropout(rate = 0.1)                                                Layer targetDrop();
  @Sequence(filters = FEATURES, repeat = LAYERS, activation = NONE)   DecoderLayer decoder();
  @LayerNorm                                                          Layer norm();
  @SharedWith("embed") @Linear(units = TOKENS, bias = Bias.NEVER)     Layer logits();
  @SoftmaxCrossEntropy(labelSmoothing = 0.1, ignoredIndex = 0)        Loss loss();
}

package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Embedding;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MeanPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.PositionalEncoding;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** Tells texts apart by a Transformer's encoder. Token 0 fills up short texts. */
@Network(input = @Input(tokens = EncoderClassifier.TOKENS, length = 128))
public interface EncoderClassifier {
  int TOKENS = 10_000;
  int FEATURES = 128;
  int LAYERS = 4;

  @Embedding(units = FEATURES, scaled = true)                         Layer embed();
  @PositionalEncoding                                                 Layer positions();
  @Dropout(rate = 0.1)                                                Layer drop();
  @Sequence(filters = FEATURES, repeat = LAYERS, activation = NONE)   EncoderLayer encoder();
  @MeanPool(padding = "tokens")                                       Layer pool();
  @Linear(units = 4)                                                  Layer logits();
  @SoftmaxCrossEntropy                                                Loss loss();
}

package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Bias;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Embedding;
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
 * Says at each position which token comes next, from those before it: a small GPT, with the norms in front of
 * the sublayers (Radford et al. 2019, section 2.3) and one table for what goes in and what comes out.
 */
@Network(input = @Input(tokens = DecoderLanguageModel.TOKENS, length = 128))
public interface DecoderLanguageModel {
  int TOKENS = 10_000;
  int FEATURES = 128;
  int LAYERS = 4;

  @Embedding(units = FEATURES, scaled = true)                         Layer embed();
  @PositionalEncoding(learned = true)                                 Layer positions();
  @Dropout(rate = 0.1)                                                Layer drop();
  @Sequence(filters = FEATURES, repeat = LAYERS, activation = NONE)   CausalLayer decoder();
  @LayerNorm                                                          Layer norm();
  @SharedWith("embed") @Linear(units = TOKENS, bias = Bias.NEVER)     Layer logits();
  @SoftmaxCrossEntropy                                                Loss loss();
}

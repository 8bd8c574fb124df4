package dev.throughline.samples.transformer;

import dev.throughline.runtime.network.NameMapping;

/**
 * The names that {@code torch.nn.Transformer} and {@code torch.nn.TransformerEncoder} give the weights of these
 * networks; {@code net.load(path, TorchNames.TRANSFORMER)} reads a file of theirs.
 */
public final class TorchNames {
  /**
   * {@code encoder.layers.0.self_attn.in_proj_weight}, {@code decoder.layers.5.multihead_attn.out_proj.bias}, {@code
   * decoder.norm.weight}; tables keep their names.
   */
  public static final NameMapping TRANSFORMER =
      NameMapping.NONE
          .rename("encoder.{i}", "encoder.layers.{i}")
          .rename("decoder.{i}", "decoder.layers.{i}")
          .rename("attend.norm", "norm1")
          .rename("feed.norm", "norm2")
          .rename("norm", "decoder.norm")
          .rename("memory", "encoder.norm")
          .rename("attend.attention", "self_attn")
          .rename("consult.attention", "multihead_attn")
          .rename("feed.widen", "linear1")
          .rename("feed.narrow", "linear2");

  private TorchNames() {}
}

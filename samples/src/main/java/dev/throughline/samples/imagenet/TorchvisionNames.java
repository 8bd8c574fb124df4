package dev.throughline.samples.imagenet;

import dev.throughline.runtime.network.NameMapping;

/**
 * The names under which torchvision, and timm after it, publish the weights of these networks; {@code
 * net.load(path, TorchvisionNames.RESNET)} reads a file of theirs.
 */
public final class TorchvisionNames {
  /** {@code conv1.weight}, {@code layer1.0.bn1.bias}, {@code layer2.0.downsample.0.weight}, {@code fc.weight}. */
  public static final NameMapping RESNET =
      NameMapping.NONE
          .rename("stem.norm", "bn1")
          .rename("stem", "conv1")
          .rename("conv{i}.norm", "bn{i}")
          .rename("shortcut.norm", "downsample.1")
          .rename("shortcut", "downsample.0")
          .rename("logits", "fc");

  private TorchvisionNames() {}
}

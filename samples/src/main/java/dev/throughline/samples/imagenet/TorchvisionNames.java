package dev.throughline.samples.imagenet;

import dev.throughline.runtime.network.NameMapping;

/**
 * The names under which torchvision, and for most of them timm, publish the weights of these networks: {@code
 * net.load(path, TorchvisionNames.RESNET)} reads a file of theirs.
 */
public final class TorchvisionNames {
  /** Of the ResNets: {@code conv1.weight}, {@code layer1.0.bn1.bias}, {@code layer2.0.downsample.0.weight}. */
  public static final NameMapping RESNET =
      NameMapping.NONE
          .rename("stem.norm", "bn1")
          .rename("stem", "conv1")
          .rename("conv{i}.norm", "bn{i}")
          .rename("shortcut.norm", "downsample.1")
          .rename("shortcut", "downsample.0")
          .rename("logits", "fc");

  /** Of {@link DenseNet121}: {@code features.denseblock1.denselayer1.norm1.weight}. */
  public static final NameMapping DENSENET =
      NameMapping.NONE
          .rename("stem.norm", "features.norm0")
          .rename("stem", "features.conv0")
          .rename("dense{b}.{i}", "features.denseblock{b}.denselayer{i+1}")
          .rename("conv{i}.norm", "norm{i}")
          .rename("transition{i}.norm", "features.transition{i}.bn")
          .rename("transition{i}.weight", "features.transition{i}.conv.weight")
          .rename("norm", "features.norm5")
          .rename("bn", "norm")
          .rename("logits", "classifier");

  /** Of {@link AlexNet}: {@code features.0.weight}. */
  public static final NameMapping ALEXNET =
      NameMapping.NONE
          .rename("conv1", "features.0")
          .rename("conv2", "features.3")
          .rename("conv3", "features.6")
          .rename("conv4", "features.8")
          .rename("conv5", "features.10")
          .rename("hidden1", "classifier.1")
          .rename("hidden2", "classifier.4")
          .rename("logits", "classifier.6");

  /** Of {@link GoogLeNet}: {@code inception4a.branch2.0.conv.weight}. */
  public static final NameMapping GOOGLENET =
      NameMapping.NONE
          .rename("logits", "fc")
          .rename("aux{i}.fc", "aux{i}.fc2")
          .rename("norm", "bn")
          .rename("branch1.conv1.weight", "branch1.conv.weight")
          .rename("branch1.conv1", "branch1")
          .rename("branch4.conv1.weight", "branch4.1.conv.weight")
          .rename("branch4.conv1", "branch4.1")
          .rename("branch{b}.conv{i}.weight", "branch{b}.{i-1}.conv.weight")
          .rename("branch{b}.conv{i}", "branch{b}.{i-1}")
          .rename("conv{i}.weight", "conv{i}.conv.weight")
          .rename("aux{i}.conv.weight", "aux{i}.conv.conv.weight");

  /** Of {@link Vgg11}. */
  public static final NameMapping VGG11 = vgg(2, 1, 1, 2, 2, 2);

  /** Of {@link Vgg11Norm}. */
  public static final NameMapping VGG11_NORM = vgg(3, 1, 1, 2, 2, 2);

  /** Of {@link Vgg16}. */
  public static final NameMapping VGG16 = vgg(2, 2, 2, 3, 3, 3);

  /** Of {@link Vgg16Norm}. */
  public static final NameMapping VGG16_NORM = vgg(3, 2, 2, 3, 3, 3);

  /** Of {@link Vgg19}. */
  public static final NameMapping VGG19 = vgg(2, 2, 2, 4, 4, 4);

  /** Of {@link Vgg19Norm}. */
  public static final NameMapping VGG19_NORM = vgg(3, 2, 2, 4, 4, 4);

  private TorchvisionNames() {}

  /**
   * torchvision numbers modules: convolutions, norms, ReLUs and poolings.
   *
   * @param modules for one convolution: with its ReLU 2, with its norm as well 3
   * @param repeats convolutions of each stage
   */
  private static NameMapping vgg(int modules, int... repeats) {
    NameMapping names = NameMapping.NONE;
    int module = 0;
    for (int stage = 1; stage <= repeats.length; stage++) {
      for (int i = 0; i < repeats[stage - 1]; i++) {
        String ours = "stage" + stage + (repeats[stage - 1] == 1 ? "" : "." + i) + ".conv";
        names = names.rename(ours + ".norm", "features." + (module + 1));
        names = names.rename(ours, "features." + module);
        module += modules;
      }
      module++; // the pooling
    }
    return names
        .rename("hidden1", "classifier.0")
        .rename("hidden2", "classifier.3")
        .rename("logits", "classifier.6");
  }
}

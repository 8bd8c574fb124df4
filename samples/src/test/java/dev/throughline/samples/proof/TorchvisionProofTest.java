package dev.throughline.samples.proof;

import dev.throughline.runtime.network.NameMapping;
import dev.throughline.samples.imagenet.TorchvisionNames;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network for ImageNet of the samples, at a small size, against torchvision's. */
class TorchvisionProofTest {
  @ParameterizedTest
  @MethodSource
  void agreesWithPyTorch(ProofCase network) throws IOException {
    network.check();
  }

  static Stream<ProofCase> agreesWithPyTorch() {
    return Stream.of(
        torchvision("AlexNet", 96, 61_100_840, TorchvisionNames.ALEXNET),
        torchvision("Vgg11", 64, 132_863_336, TorchvisionNames.VGG11),
        torchvision("Vgg11Norm", 64, 132_868_840, TorchvisionNames.VGG11_NORM),
        torchvision("Vgg16", 64, 138_357_544, TorchvisionNames.VGG16),
        torchvision("Vgg16Norm", 64, 138_365_992, TorchvisionNames.VGG16_NORM),
        torchvision("Vgg19", 64, 143_667_240, TorchvisionNames.VGG19),
        torchvision("Vgg19Norm", 64, 143_678_248, TorchvisionNames.VGG19_NORM),
        torchvision("ResNet18", 64, 11_689_512, TorchvisionNames.RESNET),
        torchvision("ResNet34", 64, 21_797_672, TorchvisionNames.RESNET),
        torchvision("ResNet50", 64, 25_557_032, TorchvisionNames.RESNET),
        torchvision("ResNet101", 64, 44_549_160, TorchvisionNames.RESNET),
        torchvision("ResNet152", 64, 60_192_808, TorchvisionNames.RESNET),
        torchvision("DenseNet121", 64, 7_978_856, TorchvisionNames.DENSENET),
        torchvision("GoogLeNet", 96, 13_004_888, TorchvisionNames.GOOGLENET));
  }

  private static ProofCase torchvision(
      String sample, int side, long parameters, NameMapping names) {
    SampleSource source = SampleSource.read("imagenet." + sample).square(side);
    String vectors = sample.toLowerCase(Locale.ROOT).replace("norm", "-norm");
    boolean deep = sample.matches("ResNet1..|DenseNet121");
    double ofGradients = deep ? ProofCase.DEEP : ProofCase.SHALLOW;
    return new ProofCase(source, vectors, parameters, names, ofGradients);
  }
}

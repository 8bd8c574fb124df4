package dev.throughline.samples.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.samples.imagenet.TorchvisionNames;
import dev.throughline.samples.proof.Proof.Disagreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the samples, at a small size, against PyTorch. */
class ProofTest {
  private static final Path TABLE = Path.of("target", "proof.tsv");
  private static final double SHALLOW = 1e-3;
  private static final double DEEP = 1e-2;

  @ParameterizedTest
  @MethodSource
  void agreesWithPyTorch(
      SampleSource source, String vectors, long parameters, NameMapping names, double ofGradients)
      throws IOException {
    long start = System.nanoTime();
    GeneratedNetwork generated = source.compile();
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertEquals(parameters, generated.spec().parameterCount());
    Disagreement worst = new Proof(new RecordedStep(vectors), names, ofGradients).run(generated);
    String row =
        String.format(
            Locale.ROOT,
            "%s\t%d\t%,d\t%.1e\t%.1e\t%s\t%.1f s%n",
            vectors,
            source.lines(),
            parameters,
            worst.logits(),
            worst.gradients(),
            worst.gradientOf(),
            seconds);
    Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static Stream<Arguments> agreesWithPyTorch() {
    return Stream.of(
        residual(20, 269_722),
        residual(32, 464_154),
        residual(44, 658_586),
        residual(56, 853_018),
        residual(110, 1_727_962),
        plain(20, 269_722),
        plain(32, 464_154),
        plain(44, 658_586),
        plain(56, 853_018),
        plain(110, 1_727_962),
        preActivation(110, 1_727_962),
        preActivation(164, 1_703_706),
        perceptron("Sigmoid", 2, 50_890),
        perceptron("Sigmoid", 10, 84_170),
        perceptron("Sigmoid", 30, 167_370),
        perceptron("Relu", 2, 50_890),
        perceptron("Relu", 10, 84_170),
        perceptron("Relu", 30, 167_370),
        perceptron("Residual", 2, 101_130),
        perceptron("Residual", 10, 134_410),
        perceptron("Residual", 30, 217_610),
        fourLayers("Relu"),
        fourLayers("Tanh"),
        fourLayers("Sigmoid"),
        cifar("DenseNet40", "densenet40-cifar", 40, 1_019_722),
        cifar("DenseNetBC100", "densenet-bc100-cifar", 100, 769_162),
        cifar("DeeplySupervised", "deeply-supervised", 20, 269_534),
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

  private static Arguments residual(int layers, long parameters) {
    SampleSource source = SampleSource.read("cifar.ResNet56").with("LAYERS", layers);
    return proof(square(source, 16), "resnet%d-cifar".formatted(layers), parameters, layers);
  }

  private static Arguments plain(int layers, long parameters) {
    SampleSource source = SampleSource.read("cifar.Plain56").with("LAYERS", layers);
    return proof(square(source, 16), "plain%d-cifar".formatted(layers), parameters, layers);
  }

  private static Arguments preActivation(int layers, long parameters) {
    String vectors = "preactivation%d-cifar".formatted(layers);
    return cifar("PreActivationResNet" + layers, vectors, layers, parameters);
  }

  private static Arguments cifar(String sample, String vectors, int layers, long parameters) {
    return proof(square(SampleSource.read("cifar." + sample), 16), vectors, parameters, layers);
  }

  private static Arguments perceptron(String kind, int layers, long parameters) {
    SampleSource source = SampleSource.read("perceptron." + kind + "Perceptron");
    String vectors = kind.toLowerCase(Locale.ROOT) + layers;
    return proof(source.with("LAYERS", layers), vectors, parameters, layers);
  }

  private static Arguments fourLayers(String kind) {
    SampleSource source = SampleSource.read("cifar." + kind + "FourLayers");
    return proof(source, kind.toLowerCase(Locale.ROOT) + "-four", 85_098, 4);
  }

  private static Arguments torchvision(
      String sample, int side, long parameters, NameMapping names) {
    SampleSource source = square(SampleSource.read("imagenet." + sample), side);
    String vectors = sample.toLowerCase(Locale.ROOT).replace("norm", "-norm");
    boolean deep = sample.matches("ResNet1..|DenseNet121");
    return argumentSet(vectors, source, vectors, parameters, names, deep ? DEEP : SHALLOW);
  }

  private static SampleSource square(SampleSource source, int side) {
    return source.with("height", side).with("width", side);
  }

  private static Arguments proof(SampleSource source, String vectors, long parameters, int layers) {
    double ofGradients = layers > 100 ? DEEP : SHALLOW;
    return argumentSet(vectors, source, vectors, parameters, NameMapping.NONE, ofGradients);
  }
}

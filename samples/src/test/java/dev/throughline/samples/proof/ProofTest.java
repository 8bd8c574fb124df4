package dev.throughline.samples.proof;

import dev.throughline.runtime.network.NameMapping;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every perceptron and every network for CIFAR-10 of the samples, at a small size, against PyTorch. */
class ProofTest {
  @ParameterizedTest
  @MethodSource
  void agreesWithPyTorch(ProofCase network) throws IOException {
    network.check();
  }

  static Stream<ProofCase> agreesWithPyTorch() {
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
        cifar("DeeplySupervised", "deeply-supervised", 20, 269_534));
  }

  private static ProofCase residual(int layers, long parameters) {
    SampleSource source = SampleSource.read("cifar.ResNet56").with("LAYERS", layers);
    return proof(source.square(16), "resnet%d-cifar".formatted(layers), parameters, layers);
  }

  private static ProofCase plain(int layers, long parameters) {
    SampleSource source = SampleSource.read("cifar.Plain56").with("LAYERS", layers);
    return proof(source.square(16), "plain%d-cifar".formatted(layers), parameters, layers);
  }

  private static ProofCase preActivation(int layers, long parameters) {
    String vectors = "preactivation%d-cifar".formatted(layers);
    return cifar("PreActivationResNet" + layers, vectors, layers, parameters);
  }

  private static ProofCase cifar(String sample, String vectors, int layers, long parameters) {
    return proof(SampleSource.read("cifar." + sample).square(16), vectors, parameters, layers);
  }

  private static ProofCase perceptron(String kind, int layers, long parameters) {
    SampleSource source = SampleSource.read("perceptron." + kind + "Perceptron");
    String vectors = kind.toLowerCase(Locale.ROOT) + layers;
    return proof(source.with("LAYERS", layers), vectors, parameters, layers);
  }

  private static ProofCase fourLayers(String kind) {
    SampleSource source = SampleSource.read("cifar." + kind + "FourLayers");
    return proof(source, kind.toLowerCase(Locale.ROOT) + "-four", 85_098, 4);
  }

  private static ProofCase proof(
      SampleSource source, String vectors, long parameters, int layers) {
    double ofGradients = layers > 100 ? ProofCase.DEEP : ProofCase.SHALLOW;
    return new ProofCase(source, vectors, parameters, NameMapping.NONE, ofGradients);
  }
}

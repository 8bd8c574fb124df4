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
        resnet(18, 11_689_512),
        resnet(34, 21_797_672),
        resnet(50, 25_557_032),
        resnet(101, 44_549_160),
        resnet(152, 60_192_808));
  }

  private static Arguments residual(int layers, long parameters) {
    return cifar("cifar.ResNet56", "resnet%d-cifar", layers, parameters);
  }

  private static Arguments plain(int layers, long parameters) {
    return cifar("cifar.Plain56", "plain%d-cifar", layers, parameters);
  }

  private static Arguments cifar(String sample, String vectors, int layers, long parameters) {
    SampleSource source = SampleSource.read(sample).with("LAYERS", layers);
    return proof(square(source, 16), vectors.formatted(layers), parameters, NameMapping.NONE,
        layers);
  }

  private static Arguments preActivation(int layers, long parameters) {
    SampleSource source = SampleSource.read("cifar.PreActivationResNet" + layers);
    String vectors = "preactivation%d-cifar".formatted(layers);
    return proof(square(source, 16), vectors, parameters, NameMapping.NONE, layers);
  }

  private static Arguments resnet(int layers, long parameters) {
    SampleSource source = SampleSource.read("imagenet.ResNet" + layers);
    return proof(square(source, 64), "resnet" + layers, parameters, TorchvisionNames.RESNET,
        layers);
  }

  private static SampleSource square(SampleSource source, int side) {
    return source.with("height", side).with("width", side);
  }

  private static Arguments proof(
      SampleSource source, String vectors, long parameters, NameMapping names, int layers) {
    double ofGradients = layers > 100 ? DEEP : SHALLOW;
    return argumentSet(vectors, source, vectors, parameters, names, ofGradients);
  }
}

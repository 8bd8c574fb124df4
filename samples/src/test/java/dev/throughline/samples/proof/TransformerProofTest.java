package dev.throughline.samples.proof;

import static dev.throughline.processor.testing.Closeness.distance;
import static dev.throughline.processor.testing.Closeness.norm;
import static dev.throughline.processor.testing.Closeness.widen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Closeness;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.NamedValues;
import dev.throughline.processor.testing.RecordedTensors;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.samples.transformer.DecoderLanguageModelNetwork;
import dev.throughline.samples.transformer.EncoderClassifierNetwork;
import dev.throughline.samples.transformer.TorchNames;
import dev.throughline.samples.transformer.TransformerNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Transformers, at a small size and without dropout, against {@code torch.nn}'s modules. */
class TransformerProofTest {
  private static final Path FOLDER =
      Path.of("src/main/java/dev/throughline/samples/transformer");
  private static final int TOKENS = 19;
  private static final int BATCH = 5;
  private static final int SOURCE = 9;
  private static final int TARGET = 7;
  private static final double OF_LOGITS = 1e-4;
  private static final double OF_GRADIENTS = 1e-3;

  private static Path compiled;

  @BeforeAll
  static void compile() {
    compiled = GeneratedNetwork.compile(sources());
  }

  /** Every file of the package with 2 layers of 32 features, short sequences, and no chance. */
  private static Compilation sources() {
    Compilation sources = new Compilation();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        if (!name.equals("package-info.java") && !name.equals("TorchNames.java")) {
          sources.source(name, small(text));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static String small(String text) {
    return text.replaceAll("(rate|dropout) = 0\\.1", "$1 = 0")
        .replaceAll("int TOKENS = [0-9_]+", "int TOKENS = " + TOKENS)
        .replaceAll("int FEATURES = \\d+", "int FEATURES = 32")
        .replaceAll("int LAYERS = \\d+", "int LAYERS = 2")
        .replaceAll("(\"target\", .*)length = \\d+", "$1length = " + TARGET)
        .replaceAll("length = (64|128)", "length = " + SOURCE);
  }

  @Test
  void encoderAndDecoderHaveTheParametersOfTorch() {
    NetworkSpec spec = TransformerNetwork.SPEC;
    long table = 37_000L * 512;
    assertEquals(44_140_544 + table, spec.parameterCount());
    assertEquals(44_140_544, countOf(spec, "encoder", "memory", "decoder", "norm"));
    // Four layers of 12·128² + 13·128 values.
    assertEquals(4 * 198_272, countOf(EncoderClassifierNetwork.SPEC, "encoder"));
    assertEquals(4 * 198_272, countOf(DecoderLanguageModelNetwork.SPEC, "decoder"));
  }

  private static long countOf(NetworkSpec spec, String... members) {
    return spec.parameters().stream()
        .filter(p -> List.of(members).contains(p.name().replaceFirst("\\..*", "")))
        .mapToLong(ParameterSpec::size)
        .sum();
  }

  @Test
  void transformer() {
    Feed feed =
        Feed.of(BATCH)
            .indices("source", tokens(SOURCE, true))
            .indices("target", tokens(TARGET, false));
    int[] labels = labels(BATCH * TARGET, TOKENS);
    new Proof("Transformer", "transformer").run(feed, labels);
  }

  @Test
  void encoderClassifier() {
    Feed feed = Feed.of(BATCH).indices("tokens", tokens(SOURCE, true));
    new Proof("EncoderClassifier", "encoder-classifier").run(feed, labels(BATCH, 4));
  }

  @Test
  void decoderLanguageModel() {
    Feed feed = Feed.of(BATCH).indices("tokens", tokens(SOURCE, false));
    int[] labels = labels(BATCH * SOURCE, TOKENS);
    new Proof("DecoderLanguageModel", "decoder-language-model").run(feed, labels);
  }

  /** As {@code transformers.py} has them. */
  private static int[] tokens(int length, boolean padded) {
    return IntStream.range(0, BATCH * length)
        .map(
            i -> padded && i % length >= length - i / length % 3 ? 0 : (5 * i + 3) % TOKENS)
        .toArray();
  }

  private static int[] labels(int count, int classes) {
    return IntStream.range(0, count).map(i -> (7 * i + 3) % classes).toArray();
  }

  private record Proof(String name, RecordedTensors recorded) {
    Proof(String name, String file) {
      this(name, RecordedTensors.read(file + ".safetensors"));
    }

    void run(Feed feed, int[] labels) {
      String type = "dev.throughline.samples.transformer." + name + "Network";
      try (Device device = Device.cpu(2);
          Network network = new GeneratedNetwork(compiled, type).on(device, BATCH, 1)) {
        setWeights(network);
        network.inferencePass(feed);
        assertClose("evaluation-logits", network.lastLogits());
        network.feed(feed.indices("labels", labels));
        assertClose("losses", network.trainingPass());
        double logits = assertClose("logits", network.lastLogits());
        double gradients = compareGradients(network);
        System.out.printf(
            Locale.ROOT, "%s: logits %.1e, gradients %.1e apart%n", name, logits, gradients);
      }
    }

    private static void setWeights(Network network) {
      for (ParameterSpec parameter : network.spec().parameters()) {
        String theirs = TorchNames.TRANSFORMER.theirs(parameter.name());
        List<Integer> shape = IntStream.of(parameter.layout().extents()).boxed().toList();
        boolean gain = shape.size() == 1 && theirs.endsWith(".weight");
        double[] values = NamedValues.weights(gain ? theirs + ".norm.weight" : theirs, shape);
        network.parameter(parameter.name()).set(Closeness.narrow(values));
      }
    }

    private double assertClose(String what, float... actual) {
      double[] expected = recorded.values(what);
      double ratio = distance(expected, widen(actual)) / norm(expected);
      assertTrue(ratio < OF_LOGITS, () -> "%s: %.3g of their norm".formatted(what, ratio));
      return ratio;
    }

    /** The largest disagreement. */
    private double compareGradients(Network network) {
      double worst = 0;
      List<String> names = recorded.list("parameters");
      Set<String> compared = new HashSet<>();
      for (ParameterSpec parameter : network.spec().parameters()) {
        String theirs = TorchNames.TRANSFORMER.theirs(parameter.name());
        int i = names.indexOf(theirs);
        assertTrue(i >= 0, () -> "PyTorch has no " + theirs);
        compared.add(theirs);
        double[] ours = CountSketch.of(network.gradient(parameter.name()).toArray());
        int from = i * CountSketch.BUCKETS;
        double[] sketch =
            Arrays.copyOfRange(
                recorded.values("gradient-sketches"), from, from + CountSketch.BUCKETS);
        double ratio =
            CountSketch.distance(sketch, ours) / recorded.values("gradient-norms")[i];
        assertTrue(
            ratio < OF_GRADIENTS,
            () -> "gradient of %s: %.3g of its norm".formatted(theirs, ratio));
        worst = Math.max(worst, ratio);
      }
      assertEquals(Set.copyOf(names), compared, "parameters");
      return worst;
    }
  }
}

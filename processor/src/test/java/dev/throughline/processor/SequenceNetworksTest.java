package dev.throughline.processor;

import static dev.throughline.processor.testing.GeneratedNetwork.fingerprint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.testing.AgainstInterpreter;
import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.GradientCheck;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Feed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings, codes of positions, attention with its masks: interpreter, gradients, generated Java. */
class SequenceNetworksTest {
  private static final List<String> NAMES =
      List.of("SequenceClassifier", "LanguageModel", "Translator");
  private static final int BATCH = 5;

  private static final Map<String, Path> COMPILED = new TreeMap<>();

  @BeforeAll
  static void compile() {
    for (String name : NAMES) {
      Compilation source = new Compilation().resource("networks/%s.java".formatted(name));
      COMPILED.put(name, GeneratedNetwork.compile(source));
    }
  }

  static List<String> names() {
    return NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void computesWhatTheInterpreterDefines(String name) {
    try (Device device = Device.cpu(2);
        Network network = network(name, COMPILED.get(name), device)) {
      AgainstInterpreter.check(network, Networks.fixture(name), BATCH);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheGradientsOfItsLosses(String name) {
    var forward = Networks.fixture(name).training();
    Feeds feeds = GradientCheck.feeds(forward, 2);
    GradientCheck.check(forward, feeds);
    GradientCheck.checkClosedForms(forward, feeds);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void doesNotDependOnTheThreads(int threads) {
    assertEquals(outcomes(COMPILED, 2), outcomes(COMPILED, threads));
  }

  @ParameterizedTest
  @EnumSource(AnotherMachine.Kind.class)
  void doesNotDependOnTheKernels(AnotherMachine.Kind kind) {
    String[] folders = COMPILED.values().stream().map(Path::toString).toArray(String[]::new);
    Process machine = kind.machine().start(Outcomes.class, folders);
    assertEquals(outcomes(COMPILED, 2), String.join("\n", AnotherMachine.lines(machine)));
  }

  @Test
  void whatComesLaterDoesNotMatterToAPosition() {
    try (Device device = Device.cpu(1);
        Network network = network("LanguageModel", COMPILED.get("LanguageModel"), device)) {
      int[] tokens = IntStream.range(0, 35).map(i -> (i + 1) % 17).toArray();
      float[] before = logits(network, tokens);
      Arrays.setAll(tokens, i -> i < 4 ? tokens[i] : (3 * i + 2) % 17);
      float[] after = logits(network, tokens);
      int classes = 17;
      for (int i = 0; i < 4 * classes; i++) {
        assertEquals(before[i], after[i], 0, "position " + i / classes);
      }
      assertTrue(before[4 * classes] != after[4 * classes], "the fifth token itself is read");
    }
  }

  @Test
  void paddingDoesNotMatter() {
    try (Device device = Device.cpu(1);
        Network network =
            network("SequenceClassifier", COMPILED.get("SequenceClassifier"), device)) {
      float[] table = network.parameter("embed.weight").toArray();
      float[] before = logits(network, 4, 7, 1, 0, 0, 0, 0);
      for (int i = 0; i < 12; i++) {
        table[i] += 5; // row 0: the padding token
      }
      network.parameter("embed.weight").set(table);
      float[] after = logits(network, 4, 7, 1, 0, 0, 0, 0);
      for (int i = 0; i < before.length; i++) {
        assertEquals(before[i], after[i], 0);
      }
    }
  }

  @Test
  void aSequenceOfPaddingAloneHasALossAndGradients() {
    try (Device device = Device.cpu(1);
        Network network =
            network("SequenceClassifier", COMPILED.get("SequenceClassifier"), device)) {
      Feed feed = Feed.of(2).indices("tokens", new int[14]).indices("labels", new int[] {0, 2});
      network.feed(feed);
      assertTrue(Float.isFinite(network.trainingPass()));
      for (float gradient : network.memory(Region.GRADIENTS).toArray()) {
        assertTrue(Float.isFinite(gradient));
      }
    }
  }

  private static float[] logits(Network network, int... tokens) {
    network.inferencePass(Feed.of(1).indices("tokens", tokens));
    return network.lastLogits().clone();
  }

  private static Network network(String name, Path compiled, Device device) {
    Network network =
        new GeneratedNetwork(compiled, name + "Network").on(device, BATCH, RecordedNetwork.SEED);
    GeneratedNetwork.setWeights(network);
    return network;
  }

  private static String outcomes(Map<String, Path> compiled, int threads) {
    return compiled.entrySet().stream()
        .map(c -> outcome(c.getKey(), c.getValue(), threads))
        .collect(Collectors.joining("\n"));
  }

  /** Fingerprints of all that two training passes and an inference pass leave behind. */
  private static String outcome(String name, Path compiled, int threads) {
    try (Device device = Device.cpu(threads);
        Network network = network(name, compiled, device)) {
      network.feed(Batches.feed(network.spec(), BATCH, BATCH));
      float first = network.trainingPass();
      network.feed(Batches.feed(network.spec(), BATCH, BATCH - 2));
      float second = network.trainingPass();
      String trained =
          "losses %s, logits %s, gradients %s"
              .formatted(
                  fingerprint(first, second),
                  fingerprint(network.lastLogits()),
                  fingerprint(network.memory(Region.GRADIENTS).toArray()));
      network.inferencePass(Batches.feedOfInputs(network.spec(), BATCH));
      return "%s: %s, inferred %s"
          .formatted(name, trained, fingerprint(network.lastLogits()));
    }
  }

  /** Prints the outcomes in a machine of another kind. */
  static final class Outcomes {
    private Outcomes() {}

    /** Takes the folders of the compiled networks, in the order of their names. */
    public static void main(String... folders) {
      Map<String, Path> compiled = new TreeMap<>();
      List<String> sorted = NAMES.stream().sorted().toList();
      for (int i = 0; i < folders.length; i++) {
        compiled.put(sorted.get(i), Path.of(folders[i]));
      }
      System.out.println(outcomes(compiled, 3));
    }
  }
}

package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.samples.bench.GeneratedNetworks;
import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timing a step, for a moment and of a small network. */
final class BenchCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"train", "infer"})
  void aTableIsPrintedAndAPeerThatCannotRunIsLeftOut(String mode) {
    Answer answer =
        Terminal.run(
            "bench", "--network", "reluperceptron", "--mode", mode, "--batch", 4, "--threads", 1,
            "--rounds", 2, "--seconds", 0.01, "--warm-up", 0.01, "--python", "/no/such/python",
            "--java=-Xmx100m");
    assertEquals(0, answer.exit(), answer.error());
    List<String> lines = answer.out().lines().toList();
    assertTrue(
        lines.contains("PyTorch is left out: `/no/such/python` cannot be started"), answer.out());
    assertTrue(
        lines.contains(
            "libtorch by JavaCPP is left out: it knows the training of ResNet20 only"),
        answer.out());
    assertTrue(
        lines.contains("ReluPerceptron, " + mode + ", batch 4, 1 thread a side, 2 turns of 0.01 s"),
        answer.out());
    assertTrue(lines.getLast().startsWith("| Throughline, Java "), answer.out());
    assertTrue(lines.getLast().contains("-Xmx100m"), answer.out());
  }

  @Test
  void aStepThatCannotRunIsAFaultOfTheMachine() {
    Answer answer =
        Terminal.run(
            "bench", "--network", "ResNet20", "--batch", 1_000_000, "--java=-Xmx100m",
            "--python", "/no/such/python");
    assertEquals(Sentences.MACHINE, answer.exit(), answer.error());
    assertTrue(
        answer.error().startsWith("the step of ResNet20 could not be timed: "), answer.error());
  }

  /** A network is timed as soon as it is declared. */
  @Test
  void everySampleNetworkCanBeTimed() throws IOException {
    Set<String> generated =
        GeneratedNetworks.specs().stream()
            .map(NetworkSpec::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        generated,
        TimedNetworks.ALL.stream()
            .map(SampleNetwork::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}

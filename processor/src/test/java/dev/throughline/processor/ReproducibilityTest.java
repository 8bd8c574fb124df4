package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.GeneratedNetwork.Loaded;
import dev.throughline.processor.testing.Kernels;
import dev.throughline.processor.testing.TenSteps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training gives bitwise the same weights for any number of threads and lanes, with scalar kernels, and
 * resumed from a checkpoint.
 */
class ReproducibilityTest {
  private static final int[] VECTOR_BYTES = {16, 32, 64};

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "FashionNet", "Medley"})
  void tenStepsEndInTheSameWeights(String name) throws IOException, InterruptedException {
    GeneratedNetwork network = GeneratedNetwork.fixture(name);
    Loaded vector = network.load(Kernels.VECTOR);
    String expected = TenSteps.run(vector, 1);
    assertEquals(expected, TenSteps.run(vector, 2), "two threads");
    assertEquals(expected, TenSteps.run(vector, 3), "three threads");
    assertEquals(expected, TenSteps.run(network.load(Kernels.TWIN), 2), "scalar kernels");
    assertEquals(
        expected, TenSteps.resumed(vector, 5, folder.resolve("run.safetensors")), "resumed");
    List<Process> machines = new ArrayList<>();
    for (int bytes : VECTOR_BYTES) {
      machines.add(start(network, bytes));
    }
    for (int i = 0; i < VECTOR_BYTES.length; i++) {
      String[] printed = lastWords(machines.get(i));
      int lanes = Integer.parseInt(printed[0]);
      // A processor without vectors of this size leaves fewer lanes.
      assertTrue(lanes <= VECTOR_BYTES[i] / Float.BYTES, lanes + " lanes");
      assertEquals(expected, printed[1], lanes + " lanes");
    }
  }

  /** Another virtual machine, whose vectors are of {@code bytes}. */
  private static Process start(GeneratedNetwork network, int bytes) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("-XX:MaxVectorSize=" + bytes);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TenSteps.class.getName());
    command.addAll(List.of(network.classes().toString(), network.className(), "2"));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The words of the last line. */
  private static String[] lastWords(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList().getLast().split(" ");
  }
}

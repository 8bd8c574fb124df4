package dev.throughline.processor.added;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.processor.update.UpdateRule;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.DeviceException;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Trainer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An optimiser that neither side has ever heard of: its equations in one file, its numbers in another. */
class AddedOptimizerTest {
  private static final int BATCH = 5;
  private static final Lion LION = new Lion(0.9f, 0.99f, 0.1f);
  private static final String SOURCE =
      Networks.source(
          "Small",
          3,
          6,
          5,
          """
              @Conv(filters = 7, kernel = 3, activation = TANH) Layer conv();
              @GlobalAveragePool Layer pool();
              @Linear(units = 5) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
              """,
          "");

  @TempDir
  private static Path folder;

  /** Compiled by a javac whose processor path holds one jar more. */
  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    Path services = folder.resolve("lion.jar/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(UpdateRule.class.getName()), LionRule.class.getName());
    Path source = Files.writeString(folder.resolve("Small.java"), SOURCE);
    String path = System.getProperty("java.class.path");
    Process javac =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "--add-modules", "jdk.incubator.vector",
            "-cp", path,
            "-processorpath", path + File.pathSeparator + folder.resolve("lion.jar"),
            "-processor", "dev.throughline.processor.NetworkProcessor",
            "-d", folder.toString(),
            source.toString())
            .redirectErrorStream(true)
            .start();
    String log = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, javac.waitFor(), log);
  }

  private static Network network(Device device, Path classes) {
    return new GeneratedNetwork(classes, "SmallNetwork").on(device, BATCH, RecordedNetwork.SEED);
  }

  @Test
  void makesTheStepsOfItsDefinition() {
    try (Device device = Device.cpu(2);
        Network network = network(device, folder)) {
      OptimizerState memory = new OptimizerState(LION, network);
      float[] w = network.memory(Region.PARAMETERS).toArray();
      float[] momentum = new float[w.length];
      for (int step = 0; step < 5; step++) {
        network.feed(Batches.feed(network.spec(), BATCH, BATCH));
        network.trainingPass();
        float[] gradients = network.memory(Region.GRADIENTS).toArray();
        LION.step(network, memory, 0.01f, 0.5f);
        for (int i = 0; i < w.length; i++) {
          float g = 0.5f * gradients[i];
          float c = Math.fma(0.9f, momentum[i], (1 - 0.9f) * g);
          momentum[i] = Math.fma(0.99f, momentum[i], (1 - 0.99f) * g);
          w[i] = Math.fma(-0.01f, Math.fma(0.1f, w[i], Math.signum(c)), w[i]);
        }
        assertArrayEquals(w, network.memory(Region.PARAMETERS).toArray());
      }
    }
  }

  @Test
  void trainsANetwork() {
    try (Device device = Device.cpu(2);
        Network network = network(device, folder)) {
      FeedSource samples = FeedSource.of(Batches.feed(network.spec(), BATCH, BATCH));
      List<EpochReport> epochs =
          Trainer.of(network)
              .optimizer(LION)
              .schedule(Schedule.constant(0.003))
              .fit(samples, 100);
      double first = epochs.getFirst().training().loss();
      double last = epochs.getLast().training().loss();
      assertTrue(last < first / 2, first + " to " + last);
    }
  }

  @Test
  void aNetworkCompiledWithoutItSaysSo() {
    Path classes =
        GeneratedNetwork.compile(new Compilation().source("Small.java", SOURCE));
    try (Device device = Device.cpu(1);
        Network network = network(device, classes)) {
      OptimizerState memory = new OptimizerState(LION, network);
      assertEquals(
          "`Small` was compiled without the optimiser `lion`: compile it again with the optimiser's"
              + " equations on the processor path",
          assertThrows(DeviceException.class, () -> LION.step(network, memory, 0.1f, 1))
              .getMessage());
    }
  }
}

package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.RawFile;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.OptimizerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints whose tensors are right and whose text is not. */
class CountersTest {
  @TempDir
  private static Path folder;
  private static CpuDevice cpu;
  private static Path path;
  private static RawFile good;

  @BeforeAll
  static void save() throws IOException {
    cpu = Device.cpu(1);
    path = RunFile.write(cpu, folder.resolve("run"));
    good = RawFile.read(path);
  }

  @AfterAll
  static void close() {
    cpu.close();
  }

  /** Restoring fails, and changes nothing of the network and the optimiser. */
  private static String refused(RawFile file) throws IOException {
    file.write(path);
    try (Network net = RunFile.network(cpu, 3)) {
      OptimizerState memory = new OptimizerState(RunFile.OPTIMIZER, net);
      List<Object> before = RunFile.contents(net, memory);
      CheckpointException thrown =
          assertThrows(
              CheckpointException.class,
              () -> TrainingCheckpoint.restore(
                  path, net, RunFile.feeds(), RunFile.OPTIMIZER, memory));
      assertEquals(before, RunFile.contents(net, memory));
      return String.valueOf(thrown.getMessage());
    }
  }

  static Stream<Arguments> nonsense() {
    String[][] entries = {
      // Counts beyond those of the machine, or of the data.
      {"run.step", "2147483648", "9223372036854775807", "9223372036854775808", "14", "7", "0"},
      {"run.epoch", "2147483648", "4294967297", "-1", "0", "2", "2147483647"},
      {"run.batch", "2147483648", "4294967298", "-2", "7", "1", "6"},
      {"run.samples", "2147483648", "0", "31", "33"},
      {"run.correct", "33", "9223372036854775807", "-1"},
      {"optimizer_steps", "0", "7", "9", "2147483648", "-8"},
      {"mask_passes", "7", "-1", "72057594037927937", "9223372036854775807"},
      {"batch_size", "0", "-16", "4294967312"},
      {"training_images", "4294967396", "0"},
      // Numbers that are none, and texts that only look like numbers.
      {"run.step", "+8", " 8", "8 ", "08", "8.0", "0x8", "8L", "1e0", "\\u0668", "\\uff18", "-0"},
      {"run.seed", "9223372036854775808", "+1", "\\u0661", "", "1_0"},
      {"mask_seed", "-9223372036854775809", "one", "0x1"},
      {"run.loss_sum", "NaN", "Infinity", "-Infinity", "1e999", "0x1p3", "1.0f", " 1.0", "."},
      {"run.seconds", "-1.0", "NaN", "Infinity", "1d"},
      // Histories.
      {"run.history", "", "2,0.5,0.5,,,0.1,1.0,1.0", "1,0.5,0.5,,,0.1,1.0,1.0;"},
      {"run.history", "1,NaN,0.5,,,0.1,1.0,1.0", "1,0.5,1.5,,,0.1,1.0,1.0"},
      {"run.history", "1,0.5,-0.1,,,0.1,1.0,1.0", "1,0.5,NaN,,,0.1,1.0,1.0"},
      {"run.history", "1,0.5,0.5,0.1,,0.1,1.0,1.0", "1,0.5,0.5,0.1,1.1,0.1,1.0,1.0"},
      {"run.history", "1,0.5,0.5,,,NaN,1.0,1.0", "1,0.5,0.5,,,-0.1,1.0,1.0"},
      {"run.history", "1,0.5,0.5,,,0.1,-1.0,1.0", "1,0.5,0.5,,,0.1,1.0,NaN"},
      {"run.history", "1,0.5,0.5,,,0.1,1.0", "+1,0.5,0.5,,,0.1,1.0,1.0"},
      {"run.history", "1,0.5,0.5,,,0.1,1.0,1.0;1,0.5,0.5,,,0.1,1.0,1.0", ";", ",,,,,,,"},
      // Of which there is only one way to write each.
      {"normalization", "", "0.5;0.0", "NaN;1.0", "0.5", " 0.5;0.25", "0.50;0.25", ";", "1;1"},
      {"classes", "zero\\u000aone\\u000atwo\\u005cx", "", "zero",
        "zero\\u000aone\\u000d\\u000atwo"},
    };
    return Stream.of(entries)
        .flatMap(
            row -> Stream.of(row).skip(1)
                .map(value -> Arguments.of("throughline." + row[0], value)));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aCheckpointThatCountsNonsenseIsRefusedAndChangesNothing(String key, String value)
      throws IOException {
    String told = refused(good.entry(key, value));
    assertTrue(told.startsWith("`" + path + "` "), told);
    assertTrue(told.contains("is damaged: ") || told.contains("belongs to a run with"), told);
  }

  @Test
  void aCheckpointThatWasNotTouchedIsRestored() throws IOException {
    good.write(path);
    try (Network net = RunFile.network(cpu, 3)) {
      OptimizerState memory = new OptimizerState(RunFile.OPTIMIZER, net);
      RunState state =
          TrainingCheckpoint.restore(path, net, RunFile.feeds(), RunFile.OPTIMIZER, memory);
      assertEquals(RunFile.STEP, state.step);
      assertEquals(RunFile.STEP, memory.steps());
      assertEquals(RunFile.STEP, net.trainingPasses());
      assertEquals(1, state.epoch);
      assertEquals("mine", state.note);
    }
  }

  @Test
  void aCountThatContradictsAnotherIsToldWithBoth() throws IOException {
    assertTrue(
        refused(good.entry("throughline.run.step", "14"))
            .endsWith("it counts 14 steps where 1 epochs of 6 and 2 more are over"));
    assertTrue(
        refused(good.entry("throughline.run.correct", "33"))
            .endsWith("it counts 33 right of 32 answers to 32 samples in 2 batches of 16"));
    assertTrue(
        refused(good.entry("throughline.optimizer_steps", "9"))
            .endsWith("it counts 9 steps of its optimiser and 8 passes in 8 steps"));
  }

  @Test
  void whatResumeRefusesIsNotDescribedEither() throws IOException {
    for (String step : List.of("2147483648", "+8", "7")) {
      good.entry("throughline.run.step", step).write(path);
      assertThrows(CheckpointException.class, () -> CheckpointInfo.read(path));
    }
  }
}

package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.Damage;
import dev.throughline.runtime.checkpoint.RawFile;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.Weights;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand damaged checkpoints, the same ones every time. */
class DamagedCheckpointTest {
  private static final int FILES = 2000;
  private static final long SEED = 7;

  @TempDir
  private Path folder;

  @Test
  void aDamagedCheckpointIsRestoredAsItIsOrRefusedWithoutAChange() throws IOException {
    try (CpuDevice cpu = Device.cpu(1);
        Network net = RunFile.network(cpu, 3)) {
      Path path = RunFile.write(cpu, folder.resolve("run"));
      RawFile good = RawFile.read(path);
      OptimizerState memory = new OptimizerState(RunFile.OPTIMIZER, net);
      int restored = 0;
      for (int i = 0; i < FILES; i++) {
        Files.write(path, Damage.any(good, new Philox(SEED, i)));
        List<Object> before = RunFile.contents(net, memory);
        try {
          CheckpointInfo.read(path);
          TrainingCheckpoint.restore(path, net, RunFile.feeds(), RunFile.OPTIMIZER, memory);
          restored++;
          assertHolds(path, net, memory);
        } catch (CheckpointException e) {
          assertIsSentence(e, path);
          assertEquals(before, RunFile.contents(net, memory), "file " + i);
        } catch (RuntimeException | Error e) {
          throw new AssertionError("file " + i + " of seed " + SEED, e);
        }
      }
      // Signs of life: some damage only means other numbers, most is noticed.
      assertTrue(restored > FILES / 50 && restored < FILES / 2, restored + " were restored");
    }
  }

  /** What was restored is what the file says. */
  private static void assertHolds(Path path, Network net, OptimizerState memory) {
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    memory.tensors().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      tensors.forEach(
          (name, tensor) -> assertEquals(
              bits(file.values(name, tensor.layout())), bits(tensor.toArray())));
      assertEquals(
          file.metadata("throughline.optimizer_steps").orElseThrow(),
          Long.toString(memory.steps()));
      assertEquals(
          file.metadata("throughline.mask_passes").orElseThrow(),
          Long.toString(net.trainingPasses()));
    }
  }

  private static List<Integer> bits(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.floatToRawIntBits(values[i]))
        .toList();
  }

  /** One line of bounded length that names the file, without what a terminal would act on. */
  private static void assertIsSentence(CheckpointException e, Path path) {
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(path.toString()), message);
    assertTrue(
        message.length() < 700
            && message.chars().noneMatch(c -> Character.isISOControl(c))
            && !message.contains("null")
            && !message.contains("java."),
        message);
  }
}

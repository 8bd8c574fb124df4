package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.AnotherProcess;
import dev.throughline.runtime.checkpoint.RawFile;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.message.ThroughlineException;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.tensor.Layout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What claims more than half a gigabyte is refused in a sentence, in a heap of that size. */
class SmallHeapTest {
  private static final int EPOCHS = 500_000;

  @TempDir
  private Path folder;

  /** Prints a line for each claim. */
  static final class Claims {
    private final Path path;

    private Claims(Path path) {
      this.path = path;
    }

    public static void main(String[] arguments) throws IOException {
      new Claims(Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
      long[] headers = {Long.MAX_VALUE, -1, 99_000_000, 33_554_440};
      for (long header : headers) {
        sparse(header, 100_000_000);
        say("header of " + header, () -> SafetensorsReader.open(path).close());
      }
      RawFile.of("{\"__metadata__\":{\"a\":\"" + "x".repeat(33_000_000) + "\"}}", 0).write(path);
      say("one long text", () -> SafetensorsReader.open(path).close());
      RawFile.of(many(200_000, "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}"), 0)
          .write(path);
      say("many tensors", () -> SafetensorsReader.open(path).close());
      RawFile.of("{\"__metadata__\":" + many(300_000, "\":\"\"") + "}", 0).write(path);
      say("many texts", () -> SafetensorsReader.open(path).close());
      RawFile.of("{\"w\":" + "[".repeat(30_000_000), 0).write(path);
      say("deep JSON", () -> SafetensorsReader.open(path).close());
      StringBuilder history = new StringBuilder("1,0,0,,,0,0,0");
      for (int epoch = 2; epoch <= EPOCHS; epoch++) {
        history.append(';').append(epoch).append(",0,0,,,0,0,0");
      }
      RawFile.of(
          "{\"__metadata__\":{\"throughline.run.seed\":\"1\",\"throughline.run.epoch\":\"" + EPOCHS
              + "\","
              + "\"throughline.run.batch\":\"0\",\"throughline.run.step\":\"0\","
              + "\"throughline.run.loss_sum\":\"0\",\"throughline.run.correct\":\"0\","
              + "\"throughline.run.samples\":\"0\",\"throughline.run.seconds\":\"0\","
              + "\"throughline.run.note\":\"\",\"throughline.run.history\":\"" + history + "\"}}",
          0).write(path);
      say("long history", () -> CheckpointInfo.read(path));
      int values = 250_000_000;
      byte[] header =
          "{\"w\":{\"dtype\":\"F32\",\"shape\":[250000000],\"data_offsets\":[0,1000000000]}}"
              .getBytes(StandardCharsets.UTF_8);
      sparse(header.length, 8 + header.length + 1_000_000_000L);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.seek(8);
        file.write(header);
      }
      say(
          "large tensor",
          () -> {
            try (SafetensorsReader file = SafetensorsReader.open(path)) {
              file.values("w", Layout.of(values));
            }
          });
      optimiser();
    }

    private void optimiser() {
      List<String> told = new ArrayList<>();
      Listener listener =
          new Listener() {
            @Override
            public void started(Run run) {
              told.add("started");
            }
          };
      byte[] image = new byte[512 * 512];
      Dataset data =
          Dataset.of(1, 512, 512, List.of(image), new int[1], List.of("a", "b", "c", "d"));
      try (CpuDevice cpu = Device.cpu(1);
          Network net =
              new SoftmaxRegression(SoftmaxRegression.spec(1, 512, 512, 4), cpu, 1, 1)) {
        Trainer greedy = Trainer.of(net).optimizer(new Greedy(500)).listen(listener);
        say("optimiser", () -> greedy.fit(data, 1));
        say("optimiser after it", () -> Trainer.of(net).fit(data, 1));
        System.out.println("listeners were told " + told);
      }
    }

    private static String many(int count, String entry) {
      StringBuilder json = new StringBuilder("{");
      for (int i = 0; i < count; i++) {
        json.append(i == 0 ? "\"" : ",\"").append(i).append(entry);
      }
      return json.append('}').toString();
    }

    private void sparse(long header, long bytes) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(0);
        file.setLength(bytes);
        file.writeLong(Long.reverseBytes(header));
        file.write('{');
      }
    }

    private void say(String claim, Runnable action) {
      String answer;
      try {
        action.run();
        answer = "fine";
      } catch (ThroughlineException e) {
        answer = String.valueOf(e.getMessage());
      } catch (RuntimeException | Error e) {
        answer = "WRONG " + e;
      }
      System.out.println(claim + ": " + answer.replace("`" + path + "`", "FILE"));
    }
  }

  /** Remembers as much as it is told to. */
  private record Greedy(int buffers) implements Optimizer {
    @Override
    public String name() {
      return "greedy";
    }

    @Override
    public List<String> slots() {
      return IntStream.range(0, buffers).mapToObj(Integer::toString).toList();
    }

    @Override
    public Map<String, Float> numbers(long step) {
      return Map.of();
    }
  }

  @Test
  void whateverAFileOrAnOptimiserClaimsNoMemoryRunsOut() throws Exception {
    Process process =
        AnotherProcess.start(
            List.of("-Xmx512m", "--add-modules", "jdk.incubator.vector"), Claims.class,
            folder.resolve("file").toString());
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    String none = "FILE is not a safetensors file: it does not begin with the length of a header";
    for (String line : List.of(
        "header of 9223372036854775807: " + none,
        "header of -1: " + none,
        "header of 99000000: FILE has a header of 99,000,000 bytes: headers of more than 33,554,432 are"
            + " not read",
        "header of 33554440: FILE has a header of 33,554,440 bytes: headers of more than 33,554,432 are"
            + " not read",
        "one long text: fine",
        "many tensors: FILE is damaged: its header has more than 100,000 entries",
        "many texts: FILE is damaged: its header has more than 100,000 entries",
        "deep JSON: FILE is damaged: `[` at character 5 where `{` is due",
        "long history: FILE is no checkpoint of a training run: it has no entry `throughline.batch_size`",
        "large tensor: `w` in FILE takes 954 MiB, more than is left of the heap: use a larger one (java"
            + " -Xmx)",
        "optimiser: the optimiser `greedy` keeps 500 numbers for each parameter of `SoftmaxRegression`,"
            + " which takes 2,001 MiB, more than is left of the heap's 512 MiB: use a smaller batch, or"
            + " a larger heap (java -Xmx)",
        "optimiser after it: fine",
        "listeners were told []")) {
      assertTrue(printed.lines().anyMatch(line::equals), line + "\nis not in\n" + printed);
    }
  }
}

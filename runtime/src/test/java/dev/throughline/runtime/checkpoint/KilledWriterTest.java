package dev.throughline.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it saves leaves the old file or the new one. */
class KilledWriterTest {
  private static final int KILLS = 5;
  private static final int VALUES = 1 << 20;

  @TempDir
  private Path folder;

  /** Saves for ever: each file holds its own number throughout. */
  static final class Saver {
    private Saver() {}

    public static void main(String[] arguments) {
      for (int number = 1;; number++) {
        save(Path.of(arguments[0]), number);
        System.out.println(number);
      }
    }
  }

  private static void save(Path path, int number) {
    float[] values = new float[VALUES];
    Arrays.fill(values, number);
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(values, 0, Layout.of(VALUES)));
    SafetensorsWriter.write(path, Map.of("number", Integer.toString(number)), tensors);
  }

  private static void assertWhole(Path path) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      float number = Float.parseFloat(file.metadata("number").orElseThrow());
      for (float value : file.values("w", Layout.of(VALUES))) {
        assertEquals(number, value);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void theFileIsWholeAfterEveryKillAndTheNextSaveLeavesNothingElse() throws Exception {
    Path path = folder.resolve("run");
    int left = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process saver = AnotherProcess.start(List.of(), Saver.class, path.toString());
      try (BufferedReader printed = saver.inputReader()) {
        String first = printed.readLine();
        assertEquals("1", first, "the saver failed");
        while (files().size() < 2) { // in the middle of a later one
          Thread.onSpinWait();
        }
      } finally {
        saver.destroyForcibly().waitFor();
      }
      left = Math.max(left, files().size() - 1);
      assertWhole(path);
    }
    assertTrue(left <= 1, "a save removes what the killed one before it left");
    save(path, 7);
    assertEquals(List.of(path), files());
    assertWhole(path);
  }

  @Test
  void aSaveDoesNotDisturbAnotherProcessThatSavesTheSameFile() throws Exception {
    Path path = folder.resolve("run");
    Process saver = AnotherProcess.start(List.of(), Saver.class, path.toString());
    try (BufferedReader printed = saver.inputReader()) {
      String last = "";
      for (int number = 1; number <= 12; number++) {
        last = printed.readLine();
        save(path, -number);
        assertWhole(path);
      }
      assertEquals("12", last, "the other process goes on");
    } finally {
      saver.destroyForcibly().waitFor();
    }
  }
}

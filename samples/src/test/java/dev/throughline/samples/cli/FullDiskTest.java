package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine refuses (disk, memory) ends in one sentence and exit code 1, whoever runs the tests. */
final class FullDiskTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir
  private Path folder;

  private Path data;

  @BeforeEach
  void makeData() throws IOException {
    data = SmallData.write(folder.resolve("data"), 20, 40);
  }

  private Answer train(Object... more) {
    Object[] all = new Object[more.length + 9];
    Object[] options =
        {"train", "--network", "FashionNet", "--batch", 20, "--epochs", 1, "--data", data};
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return Terminal.run(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.csv", "gradient-flow.csv", "curves.png", "confusion.png",
    "gradient-flow.png"})
  void aFileThatFillsTheDiskEndsTheRunInASentence(String file) throws IOException {
    assumeTrue(Files.exists(FULL), "only Linux has a device that is always full");
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.createSymbolicLink(run.resolve(file), FULL);
    Answer answer = train("--out", run, "--gradient-flow", 1);
    Files.delete(run.resolve(file)); // JUnit warns of links that lead out of its folder
    assertRefused(answer, file + "`", "No space left on device");
  }

  /** Nobody, not even root, makes a folder there. */
  @ParameterizedTest
  @ValueSource(strings = {"/proc/throughline", "/proc/throughline/run", "/proc/self/task/run"})
  void aFolderThatCannotBeMadeIsTold(String out) {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux has such folders");
    assertRefused(train("--out", out), "cannot write to `" + out + "`", "choose another --out");
    assertRefused(
        Terminal.run("experiment", "vanishing", "--out", out + "/figure.png"),
        "cannot write to `" + out + "`", "choose another --out");
  }

  @Test
  void whatIsPrintedIntoAFullDiskIsNotLostInSilence() throws Exception {
    assumeTrue(Files.exists(FULL), "only Linux has a device that is always full");
    assertRefused(
        new OtherProcess(folder).run(FULL, "--help"), "what this command prints", "disk is full");
  }

  @Test
  void tooLittleMemoryIsTold() throws Exception {
    assertRefused(
        new OtherProcess(folder, "-Xmx16m")
            .run("train", "--network", "FashionNet", "--batch", 2, "--threads", 1),
        "-Xmx", "batch");
    assertRefused(
        new OtherProcess(folder, "-Xmx40m").run("train", "--network", "FashionNet"),
        "-Xmx", "batch");
  }

  private static void assertRefused(Answer answer, String... parts) {
    assertEquals(Sentences.MACHINE, answer.exit(), answer.error());
    for (String part : parts) {
      assertTrue(answer.error().contains(part), answer.error());
    }
    assertEquals(1, answer.error().strip().lines().count(), answer.error());
  }
}

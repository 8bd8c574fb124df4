package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time writes to a folder. */
final class FolderLockTest {

  @TempDir
  private Path folder;

  private Object[] train(Path out, int epochs) throws IOException {
    Path data = SmallData.write(folder.resolve("data"), 20, 40);
    return new Object[] {
      "train", "--network", "FashionNet", "--batch", 20, "--epochs", epochs, "--data", data,
      "--out", out
    };
  }

  @Test
  void aSecondRunInTheSameProgramIsRefused() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    try (FolderLock lock = FolderLock.take(run)) {
      assertTaken(Terminal.run(train(run, 1)), run);
      assertTaken(Terminal.run(train(folder.resolve("run/../run/."), 1)), Path.of("run"));
    }
    assertEquals(0, Terminal.run(train(run, 1)).exit());
  }

  /** The first refusal opens and closes nothing of the folder, which would give its lock away. */
  @Test
  void aRunOfAnotherProgramIsRefusedAlsoAfterOneOfThisWas() throws Exception {
    Path run = Files.createDirectory(folder.resolve("run"));
    try (FolderLock lock = FolderLock.take(run)) {
      assertThrows(BadInput.class, () -> FolderLock.take(run));
      assertTaken(new OtherProcess(folder).run(train(run, 1)), run);
    }
  }

  @Test
  void aRunThatWasKilledLeavesNoLock() throws Exception {
    Path run = folder.resolve("run");
    Process endless =
        new OtherProcess(folder).start(folder.resolve("out.txt"), train(run, 1_000_000));
    try {
      while (endless.isAlive() && !Files.exists(run.resolve("last.safetensors"))) {
        Thread.sleep(20);
      }
      assertTrue(endless.isAlive(), Files.readString(folder.resolve("error.txt")));
      assertTaken(Terminal.run(train(run, 1)), run);
    } finally {
      endless.destroyForcibly().waitFor();
    }
    assertEquals(0, Terminal.run(train(run, 1)).exit());
  }

  @Test
  void aRunIsResumedInItsOwnFolder() throws IOException {
    Path run = folder.resolve("run");
    assertEquals(0, Terminal.run(train(run, 1)).exit());
    Answer resumed =
        Terminal.run("train", "--resume", run.resolve("last.safetensors"), "--epochs", 2);
    assertEquals(0, resumed.exit(), resumed.error());
    assertEquals(3, Files.readAllLines(run.resolve("log.csv")).size());
  }

  @Test
  void foldersSideBySideAreLockedEachForItself() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));
    try (FolderLock a = FolderLock.take(one);
        FolderLock b = FolderLock.take(other)) {
      assertNotEquals(a, b);
    }
  }

  private static void assertTaken(Answer answer, Path folder) {
    assertEquals(Sentences.INPUT, answer.exit(), answer.error());
    assertTrue(answer.error().contains("another run is writing to `"), answer.error());
    assertTrue(answer.error().contains(folder.getFileName().toString()), answer.error());
    assertTrue(answer.error().contains("choose another --out"), answer.error());
  }
}

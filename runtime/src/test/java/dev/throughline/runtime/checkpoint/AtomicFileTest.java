package dev.throughline.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir
  private Path folder;

  private static void write(Path path, String text) throws IOException {
    AtomicFile.replace(
        path, channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static void save(Path path) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(new float[4], 0, Layout.of(4)));
    SafetensorsWriter.write(path, Map.of(), tensors);
  }

  private static String refusal(Path path) {
    // A pipe that is opened waits for whoever reads it, perhaps for ever.
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String early =
              String.valueOf(
                  assertThrows(CheckpointException.class, () -> SafetensorsWriter.check(path))
                      .getMessage());
          String late =
              String.valueOf(
                  assertThrows(CheckpointException.class, () -> save(path)).getMessage());
          assertEquals(early, late);
          return late;
        });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  // Links

  @Test
  void aLinkStaysAndItsTargetIsReplaced() throws IOException {
    Path target = Files.writeString(folder.resolve("epoch-7"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("epoch-7"));
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("epoch-7", "latest"), names());
  }

  @Test
  void aLinkToALinkInAnotherFolderIsFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("far/away"));
    Path target = Files.writeString(folder.resolve("far/weights"), "old");
    Files.createSymbolicLink(elsewhere.resolve("middle"), Path.of("../weights"));
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, folder.resolve("far/away/middle"));
    write(link, "new");
    assertEquals("new", Files.readString(target));
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(elsewhere.resolve("middle")));
  }

  @Test
  void aLinkThatLeadsNowhereGetsItsFile() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("not/yet/there"));
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("not/yet/there")));
  }

  @Test
  void linksInACircleAreTold() throws IOException {
    Path link = folder.resolve("a");
    Files.createSymbolicLink(link, Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertEquals("cannot write `%s`: its links lead in a circle".formatted(link), refusal(link));
  }

  // What is no ordinary file

  @Test
  void aFolderAPipeAndADeviceAreRefusedAndStay() throws Exception {
    assertEquals("cannot write `%s`: it is a folder".formatted(folder), refusal(folder));
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, pipe);
    for (Path path : List.of(pipe, link, Path.of("/dev/null"), Path.of("/dev/zero"))) {
      assertEquals(
          "cannot write `%s`: it is no ordinary file but a device, a pipe or the like"
              .formatted(path),
          refusal(path));
    }
    assertEquals(List.of("link", "pipe"), names());
  }

  @Test
  void aPipeADeviceAndAFolderAreNotRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    for (Path path : List.of(pipe, Path.of("/dev/zero"), Path.of("/dev/null"))) {
      String message =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path))
                  .getMessage());
      assertEquals(
          "`%s` is a device, a pipe or the like, not a safetensors file".formatted(path), message);
    }
  }

  @Test
  void aFolderThatIsAFileIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (String below : new String[] {"a", "b/c/d"}) {
      Path path = file.resolve(below);
      assertTrue(refusal(path).matches("cannot write `.*/%s`: .*folder".formatted(below)),
          refusal(path));
    }
  }

  // Modes

  @Test
  void anOldFileKeepsItsModeAndANewOneGetsTheUsual() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path path = folder.resolve("file");
    Path usual = Files.writeString(folder.resolve("usual"), "");
    write(path, "1");
    assertEquals(
        Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(path), "as any file");
    for (String mode : List.of("rw-------", "rw-rw-rw-", "rwxr-x--x")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      write(path, "2");
      assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertEquals(Files.getOwner(usual), Files.getOwner(path));
    }
  }

  // Temporaries

  @Test
  void whatAKilledWriterLeftIsRemovedAndNothingElse() throws IOException {
    Path path = folder.resolve("run.safetensors");
    List<String> others =
        List.of(".run.safetensors.backup.tmp", ".other.1-2.tmp", "run.safetensors.1-2.tmp");
    for (String name : others) {
      Files.writeString(folder.resolve(name), "");
    }
    Files.writeString(folder.resolve(".run.safetensors.1-2f.tmp"), "half a file");
    Files.writeString(
        folder.resolve(".run.safetensors.%d-9.tmp".formatted(ProcessHandle.current().pid())), "");
    write(path, "new");
    assertEquals(
        Stream.concat(others.stream(), Stream.of("run.safetensors")).sorted().toList(), names());
  }

  @Test
  void whatALivingWriterHoldsIsLeftAlone() throws IOException {
    Path path = folder.resolve("run");
    Path held = folder.resolve(".run.1-2.tmp");
    try (FileChannel channel =
        FileChannel.open(held, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      write(path, "new");
      assertTrue(lock.isValid() && Files.exists(held));
    }
    write(path, "newer");
    assertEquals(List.of("run"), names());
  }

  @Test
  void oneTargetIsWrittenFromSeveralThreadsAtOnce() throws Exception {
    Path path = folder.resolve("run");
    List<Thread> threads =
        Stream.of("a", "b", "c", "d")
            .map(
                text -> Thread.ofPlatform()
                    .start(
                        () -> {
                          for (int i = 0; i < 25; i++) {
                            try {
                              write(path, text.repeat(1000));
                            } catch (IOException e) {
                              throw new AssertionError(e);
                            }
                          }
                        }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, Files.readString(path).chars().distinct().count());
    assertEquals(1000, Files.size(path));
    assertEquals(List.of("run"), names());
  }

  @Test
  void aNameAsLongAsTheFileSystemGrantsIsWritten() throws IOException {
    String name = "x".repeat(255);
    write(folder.resolve(name), "1");
    Files.writeString(folder.resolve(".%08x-255.7-8.tmp".formatted(name.hashCode())), "");
    write(folder.resolve(name), "2");
    assertEquals(List.of(name), names());
  }

  // Interrupts

  @Test
  void anInterruptLeavesAWholeFileAndItsMark() throws IOException {
    Path path = folder.resolve("run");
    write(path, "old");
    Thread.currentThread().interrupt();
    write(path, "new");
    assertTrue(Thread.interrupted());
    assertEquals("new", Files.readString(path));
    int[] attempts = {0};
    AtomicFile.replace(
        path,
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[3]));
          if (attempts[0]++ == 0) {
            Thread.currentThread().interrupt();
          }
          channel.write(ByteBuffer.wrap(new byte[4]));
        });
    assertTrue(Thread.interrupted());
    assertEquals(2, attempts[0]);
    assertEquals(7, Files.size(path));
    assertEquals(List.of("run"), names());
    assertTrue(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
  }
}

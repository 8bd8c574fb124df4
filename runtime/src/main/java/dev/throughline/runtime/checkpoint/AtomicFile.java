package dev.throughline.runtime.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Replaces a file as a whole: a reader, or a machine that loses power at any moment, finds the old
 * contents or the new, never a part.
 */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes the contents of a file. */
  @FunctionalInterface
  interface Writer {
    void write(FileChannel channel) throws IOException;
  }

  static void replace(Path target, Writer writer) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    Path file = absolute.getFileName();
    if (folder == null || file == null) {
      throw new IOException("it is not the name of a file");
    }
    Files.createDirectories(folder);
    // Beside the target: a rename is atomic only within one file system. Not by createTempFile,
    // which would leave a file that only its owner can read.
    Path temporary =
        folder.resolve(
            String.format(Locale.ROOT, ".%s.%d-%d.tmp", file, ProcessHandle.current().pid(),
                System.nanoTime()));
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        writer.write(channel);
        channel.force(true); // contents first, or the new name could point at an empty file
      }
      try {
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException("its file system cannot rename a file atomically", e);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(folder);
  }

  /** Makes the rename itself durable. */
  private static void forceFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return; // Windows does not open folders, and needs no forcing: its renames are journaled
    }
    try (channel) {
      channel.force(true);
    }
  }
}

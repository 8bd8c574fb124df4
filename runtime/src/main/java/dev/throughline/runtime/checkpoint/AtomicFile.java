package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.message.Quote;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Replaces a file as a whole: a reader, or a machine that loses power at any moment, finds the old
 * contents or the new, never a part.
 *
 * <p>A symbolic link stays one: the file that it leads to is replaced. A file that was there keeps its
 * mode, and its owner where the system allows that; a hard link to it keeps the old contents. What is
 * no ordinary file, such as a folder, a device or a pipe, is refused. An interrupt does not end a
 * replacement; the thread is interrupted still when it is done.
 */
public final class AtomicFile {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private AtomicFile() {}

  /** Writes the contents of a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything, from the beginning; called again if the first attempt was interrupted. */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file, in place of an older one. Missing folders are made. What a killed process left of an
   * earlier attempt is removed.
   *
   * @throws IOException if it cannot be written; an older file is as it was then
   */
  public static void replace(Path path, Writer writer) throws IOException {
    Path target = target(path);
    checkFolder(folder(target));
    Files.createDirectories(folder(target));
    // One name for one file, whatever links its folders are reached by.
    Path folder = folder(target).toRealPath();
    target = folder.resolve(target.getFileName());
    Temporary.removeStale(target);
    // An interrupt closes the channel that it meets. It is kept for the caller, who has a whole file then.
    boolean interrupted = Thread.interrupted();
    try {
      while (!replaced(target, folder, writer)) {
        interrupted = Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it was done without an interrupt. */
  private static boolean replaced(Path target, Path folder, Writer writer) throws IOException {
    try (Temporary temporary = Temporary.beside(target)) {
      writer.write(temporary.channel());
      temporary.channel().force(true); // contents first, or the new name could point at an empty file
      Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folder);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("its file system cannot rename a file atomically", e);
    }
  }

  /**
   * Fails if the file could not be replaced; writes nothing.
   *
   * @throws IOException if its place is taken by what is no ordinary file or may not be written
   */
  public static void check(Path path) throws IOException {
    checkFolder(folder(target(path)));
  }

  /** Fails if a file cannot be made in a folder, or the folder itself cannot. */
  private static void checkFolder(Path folder) throws IOException {
    Path existing = folder;
    while (!Files.exists(existing)
        && !Files.isSymbolicLink(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new IOException("%s is no folder".formatted(Quote.path(existing)));
    }
    if (!Files.isWritable(existing)) {
      throw new AccessDeniedException(existing.toString());
    }
  }

  /** The file that a path leads to, through all links, whether it is there or not. */
  private static Path target(Path path) throws IOException {
    Path target = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    try {
      checkKind(
          Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      if (!Files.isWritable(target)) {
        throw new AccessDeniedException(target.toString());
      }
    } catch (NoSuchFileException e) {
      // A new file.
    }
    return target;
  }

  private static void checkKind(BasicFileAttributes attributes) throws IOException {
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder");
    }
    if (!attributes.isRegularFile()) {
      throw new IOException("it is no ordinary file but a device, a pipe or the like");
    }
  }

  private static Path folder(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("it is not the name of a file");
    }
    return folder;
  }

  /** Makes the rename itself durable. */
  private static void forceFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      return; // Windows does not open folders, and needs no forcing: its renames are journaled
    }
    try (channel) {
      channel.force(true);
    }
  }
}

package dev.throughline.runtime.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file beside its target, which is to take the target's place: a rename is atomic only within one
 * file system. Its name is its own, and it is locked for as long as its writer lives. So one that
 * nobody has locked is what a killed writer left, whatever has become of process numbers since, and
 * may be removed.
 */
record Temporary(Path path, FileChannel channel) implements AutoCloseable {
  /** A longer name would leave no room for the rest in the 255 bytes that a file system grants. */
  private static final int LONGEST_NAME = 200;

  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * This process's own. It must not so much as open one of them a second time: closing that would
   * give up the lock (POSIX).
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  /** Creates one, with the mode of the target if there is one. */
  static Temporary beside(Path target) throws IOException {
    PosixFileAttributes old = attributes(target);
    while (true) {
      Path path =
          target.resolveSibling(
              String.format(Locale.ROOT, "%s%d-%x.tmp", prefix(target),
                  ProcessHandle.current().pid(), System.nanoTime() + COUNT.incrementAndGet()));
      OURS.add(path);
      FileChannel channel = null;
      boolean kept = false;
      try {
        channel = FileChannel.open(path, options(), mode(old));
        takeAfter(old, path); // before the lock: it opens the file, too
        // Another process may have taken it for a stale one before it was locked, and removed it.
        kept = locked(channel) && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (kept) {
          return new Temporary(path, channel);
        }
      } finally {
        if (!kept) {
          discard(path, channel);
        }
      }
    }
  }

  private static Set<StandardOpenOption> options() {
    return Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  /** The mode to begin with, so that what a private file holds is never open to others. */
  private static FileAttribute<?>[] mode(@Nullable PosixFileAttributes old) {
    return old == null
        ? new FileAttribute<?>[0] // the process's own choice (umask)
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(old.permissions())};
  }

  private static @Nullable PosixFileAttributes attributes(Path target) throws IOException {
    PosixFileAttributeView view = view(target);
    try {
      return view == null ? null : view.readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Takes over owner and mode, as far as the system allows. */
  private static void takeAfter(@Nullable PosixFileAttributes old, Path path) throws IOException {
    PosixFileAttributeView view = view(path);
    if (old == null || view == null) {
      return;
    }
    try {
      view.setGroup(old.group());
      view.setOwner(old.owner());
    } catch (IOException e) {
      // Only an administrator gives files away; what another wrote becomes ours.
    }
    try {
      view.setPermissions(old.permissions()); // the umask took some, perhaps
    } catch (NoSuchFileException e) {
      // Removed by another process, as its creator is about to see.
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return true; // a file system without locks: nobody else can lock it either
    }
  }

  /** Removes what killed writers left beside a target. */
  static void removeStale(Path target) {
    Pattern name = Pattern.compile(Pattern.quote(prefix(target)) + "\\d+-[0-9a-f]+\\.tmp");
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            target.resolveSibling(""),
            path -> name.matcher(String.valueOf(path.getFileName())).matches()
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))) {
      found.forEach(Temporary::removeIfStale);
    } catch (IOException | RuntimeException e) {
      // A folder that may not be listed: what lies there harms nobody but its owner.
    }
  }

  private static void removeIfStale(Path path) {
    if (OURS.contains(path)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | RuntimeException e) {
      // Another's, or gone meanwhile.
    }
  }

  private static String prefix(Path target) {
    String name = String.valueOf(target.getFileName());
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
        ? "." + name + "."
        : String.format(Locale.ROOT, ".%08x-%d.", name.hashCode(), name.length());
  }

  /** Removes it, unless it has taken its target's place. */
  @Override
  public void close() throws IOException {
    discard(path, channel);
  }

  private static void discard(Path path, @Nullable FileChannel channel) throws IOException {
    // Deleted before its lock is given up: a moment later it could be another's.
    try {
      if (channel != null) {
        Files.deleteIfExists(path);
      }
    } finally {
      if (channel != null) {
        channel.close();
      }
      OURS.remove(path);
    }
  }
}

package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other runs out of a folder while this is open. The system holds the lock, so a run that is killed
 * leaves none. Its file stays: who deleted it could delete the one that the next run has locked.
 */
final class FolderLock implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FolderLock.class.getName());
  private static final String FILE = ".lock";

  /**
   * Folders locked by this process. To ask the system would not do: it takes the process for one owner, and
   * drops the lock as soon as any channel on the file is closed.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Locks a folder that is there. */
  static FolderLock take(Path folder) {
    synchronized (HELD) {
      try {
        Path real = folder.toRealPath();
        if (HELD.contains(real)) {
          throw taken(folder);
        }
        FileChannel channel =
            FileChannel.open(
                real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel, folder)) {
          channel.close();
          throw taken(folder);
        }
        HELD.add(real);
        return new FolderLock(real, channel);
      } catch (IOException e) {
        throw Folders.unwritable(folder, e);
      }
    }
  }

  private static boolean isLocked(FileChannel channel, Path folder) {
    try {
      @Nullable
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      // Some network file systems lock nothing; a run is worth more than its lock there.
      LOG.log(
          Level.WARNING,
          "{0} cannot be locked ({1}): start no other run into it before this one has ended",
          Quote.path(folder), Reason.of(e));
      return true;
    }
  }

  private static BadInput taken(Path folder) {
    return new BadInput(
        "another run is writing to %s: choose another --out, or wait until it has ended"
            .formatted(Quote.path(folder)));
  }

  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(folder);
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the lock was not closed", e); // it ends with the program
      }
    }
  }
}

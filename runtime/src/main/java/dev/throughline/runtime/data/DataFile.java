package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files of data: ordinary ones only, so that a pipe or a device hangs nobody. */
final class DataFile {
  private DataFile() {}

  static InputStream open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          Files.exists(file)
              ? "%s is no ordinary file".formatted(Quote.path(file))
              : "there is no file %s".formatted(Quote.path(file)));
    }
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static DataException unreadable(Path file, Exception why) {
    return unreadable(Quote.path(file), why);
  }

  /** The same with a name that is quoted already. */
  static DataException unreadable(String quoted, Exception why) {
    boolean wrapped = why instanceof DirectoryIteratorException;
    Throwable reason = wrapped && why.getCause() != null ? why.getCause() : why;
    return new DataException("cannot read %s: %s".formatted(quoted, Reason.of(reason)), why);
  }
}

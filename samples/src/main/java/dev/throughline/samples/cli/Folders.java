package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes places for what a command writes, before anything is computed that would be lost without them. */
final class Folders {
  private static final String FIX = "choose another --out";

  private Folders() {}

  /** Makes a folder and those around it, where they are missing. */
  static void make(Path folder) {
    for (Path p = folder.toAbsolutePath(); p != null; p = p.getParent()) {
      if (Files.exists(p) && !Files.isDirectory(p)) {
        throw new BadInput(
            "cannot write to %s, for %s is a file and not a folder: %s"
                .formatted(Quote.path(folder), Quote.path(p), FIX));
      }
    }
    try {
      Files.createDirectories(folder.toAbsolutePath());
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Refuses a folder that stands where a file is to be written. */
  static void checkFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInput(
          "%s is a folder, and a file of that name is to be written: %s"
              .formatted(Quote.path(file), FIX));
    }
  }

  static MachineFault unwritable(Path path, IOException e) {
    String reason =
        e instanceof NoSuchFileException ? "nothing can be made there" : Reason.of(e);
    return new MachineFault(
        "cannot write to %s (%s): %s, or make it writable"
            .formatted(Quote.path(path), reason, FIX),
        e);
  }
}

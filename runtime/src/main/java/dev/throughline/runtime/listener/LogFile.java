package dev.throughline.runtime.listener;

import dev.throughline.runtime.checkpoint.AtomicFile;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A table that grows by whole lines, the first of which names its columns. May be a pipe or a device too, such as
 * {@code /dev/stdout}.
 */
record LogFile(Path path, String header) {
  /** Begins the file, in place of an older one. Missing folders are made. */
  void begin(List<String> lines) {
    List<String> all = new ArrayList<>(List.of(header));
    all.addAll(lines);
    writing(
        () -> {
          Path folder = path.toAbsolutePath().getParent();
          if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException("%s is no folder".formatted(Quote.path(folder)));
          }
          if (folder != null) {
            Files.createDirectories(folder);
          }
          Files.write(path, all);
        });
  }

  /**
   * Goes on with the file that is there, but for lines that are not wanted, and a last one that is not whole. Nothing
   * else has the lines, so they are copied before they are replaced.
   */
  void resume(Predicate<String> wanted) {
    if (!Files.isRegularFile(path)) {
      begin(List.of());
      return;
    }
    writing(
        () -> {
          boolean whole = endsWithLine();
          AtomicFile.replace(path, channel -> copy(channel, wanted, whole));
        });
  }

  private boolean endsWithLine() throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return file.size() > 0
          && file.position(file.size() - 1).read(last) == 1
          && last.get(0) == '\n';
    }
  }

  private void copy(FileChannel channel, Predicate<String> wanted, boolean whole)
      throws IOException {
    Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    out.write(header + "\n");
    try (BufferedReader in = Files.newBufferedReader(path)) {
      String first = in.readLine();
      if (first != null && !header.startsWith(first)) {
        throw new IOException("it is there already and is no log of this kind");
      }
      String next = in.readLine();
      while (next != null) {
        String line = next;
        next = in.readLine();
        if ((next != null || whole) && wanted.test(line)) {
          out.write(line + "\n");
        }
      }
    }
    out.flush();
  }

  /** Adds lines. */
  void add(List<String> lines) {
    writing(() -> Files.write(path, lines, StandardOpenOption.APPEND));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void writing(Writing what) {
    try {
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder");
      }
      what.run();
    } catch (IOException e) {
      throw new LogException(
          "cannot write the log %s: %s".formatted(Quote.path(path), Reason.of(e)), e);
    }
  }
}

package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.checkpoint.JsonReader.Malformed;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import dev.throughline.runtime.tensor.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An open safetensors file whose header has been checked against its length: every tensor listed is
 * there in full, none overlaps another.
 *
 * <p>All methods throw {@link CheckpointException}, with one sentence that names the file. Memory is taken
 * only for what the file is long enough to hold: a header of at most 32 MiB that lists at most 100,000
 * tensors and as many texts, and the tensors that are asked for.
 */
public final class SafetensorsReader implements AutoCloseable {
  /** The format's own limit: what announces more is something else. */
  private static final long LARGEST_OF_FORMAT = 100_000_000;

  /** What is read of it, in bytes: hundreds of times the header of any model we know. */
  static final int LARGEST_HEADER = 1 << 25;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final long dataFrom;
  private final SafetensorsHeader header;

  private SafetensorsReader(
      Path path, FileChannel channel, long dataFrom, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.dataFrom = dataFrom;
    this.header = header;
  }

  /** Opens and checks a file. */
  public static SafetensorsReader open(Path path) {
    FileChannel channel;
    try {
      checkKind(path); // first: merely to open a pipe would wait for a writer
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new CheckpointException("there is no file %s".formatted(Quote.path(path)), e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    boolean opened = false;
    try {
      SafetensorsReader reader = readHeader(path, channel);
      opened = true;
      return reader;
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      if (!opened) {
        closeQuietly(channel);
      }
    }
  }

  private static void checkKind(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new CheckpointException(
          "%s is %s, not a safetensors file"
              .formatted(
                  Quote.path(path),
                  attributes.isDirectory() ? "a folder" : "a device, a pipe or the like"));
    }
  }

  private static SafetensorsReader readHeader(Path path, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw new CheckpointException(
          String.format(Locale.ROOT, "%s is not a safetensors file: it has only %d bytes",
              Quote.path(path), fileBytes));
    }
    long headerBytes = read(path, channel, 0, Long.BYTES).getLong();
    checkLength(path, headerBytes, fileBytes - Long.BYTES);
    byte[] text = read(path, channel, Long.BYTES, (int) headerBytes).array();
    if (text[0] != '{') {
      throw new CheckpointException(
          "%s is not a safetensors file: its header is not JSON".formatted(Quote.path(path)));
    }
    long dataFrom = Long.BYTES + headerBytes;
    try {
      return new SafetensorsReader(
          path, channel, dataFrom, SafetensorsHeader.parse(text, fileBytes - dataFrom));
    } catch (Malformed e) {
      throw new CheckpointException(
          "%s is damaged: %s".formatted(Quote.path(path), e.getMessage()), e);
    }
  }

  private static void checkLength(Path path, long headerBytes, long bytesLeft) {
    if (headerBytes < 2 || headerBytes > LARGEST_OF_FORMAT) {
      throw new CheckpointException(
          "%s is not a safetensors file: it does not begin with the length of a header"
              .formatted(Quote.path(path)));
    }
    if (headerBytes > bytesLeft) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "%s is cut short or not a safetensors file: it announces a header of %d bytes but has %d",
              Quote.path(path), headerBytes, bytesLeft));
    }
    if (headerBytes > LARGEST_HEADER) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "%s has a header of %,d bytes: headers of more than %,d are not read",
              Quote.path(path), headerBytes, LARGEST_HEADER));
    }
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** The free text under a key. */
  public Optional<String> metadata(String key) {
    return Optional.ofNullable(header.metadata().get(key));
  }

  /** All free text, by key. */
  public Map<String, String> metadata() {
    return Map.copyOf(header.metadata());
  }

  /** Names of all tensors. */
  public Set<String> names() {
    return header.entries().keySet();
  }

  /**
   * The extents of a tensor.
   *
   * @throws CheckpointException if the tensor is missing
   */
  public List<Long> shape(String name) {
    return entry(name).shape();
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new CheckpointException(
          "%s lacks the tensor %s".formatted(Quote.path(path), Quote.name(name)));
    }
    return entry;
  }

  /**
   * The values of a tensor, in row-major order of the extents.
   *
   * @throws CheckpointException if the tensor is missing, has another dtype than F32 or other
   *     extents, or holds a value that is not finite; if the thread is interrupted, which it stays
   * @throws IllegalStateException after {@link #close}
   */
  public float[] values(String name, Layout layout) {
    SafetensorsHeader.Entry entry = entry(name);
    if (!entry.dtype().equals("F32")) {
      throw new CheckpointException(
          "%s has the dtype %s: convert it to F32".formatted(in(name), entry.dtype()));
    }
    List<Long> wanted = Arrays.stream(layout.extents()).asLongStream().boxed().toList();
    if (!entry.shape().equals(wanted)) {
      throw new CheckpointException(
          "%s has the shape %s where the network has %s"
              .formatted(in(name), entry.shape(), wanted));
    }
    float[] values = allocate(name, layout.size());
    try {
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        long at = dataFrom + entry.begin() + (long) from * Float.BYTES;
        read(path, channel, at, count * Float.BYTES).asFloatBuffer().get(values, from, count);
      }
    } catch (ClosedByInterruptException e) {
      throw unreadable(path, e);
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("%s is closed".formatted(Quote.path(path)), e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    int bad = NotFinite.place(values);
    if (bad >= 0) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "%s holds %s at place %d: the file is damaged or its training diverged",
              in(name), values[bad], bad));
    }
    return values;
  }

  private String in(String name) {
    return Quote.name(name) + " in " + Quote.path(path);
  }

  private float[] allocate(String name, int size) {
    try {
      return new float[size];
    } catch (OutOfMemoryError e) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "%s takes %,d MiB, more than is left of the heap: use a larger one (java -Xmx)",
              in(name), (size >> 18) + 1),
          e);
    }
  }

  private static ByteBuffer read(Path path, FileChannel channel, long from, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new CheckpointException(
            "%s was cut short while it was read".formatted(Quote.path(path)));
      }
    }
    return bytes.flip();
  }

  private static CheckpointException unreadable(Path path, IOException e) {
    return new CheckpointException(
        "cannot read %s: %s".formatted(Quote.path(path), Reason.of(e)), e);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The failure on its way out says more.
    }
  }

  /** Closes the file. */
  @Override
  public void close() {
    closeQuietly(channel);
  }
}

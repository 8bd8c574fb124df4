package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.checkpoint.JsonReader.Malformed;
import dev.throughline.runtime.tensor.Layout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * <p>All methods throw {@link CheckpointException}, with one sentence that names the file.
 */
public final class SafetensorsReader implements AutoCloseable {
  /** The format's own limit. */
  private static final long LARGEST_HEADER = 100_000_000;

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
    if (Files.isDirectory(path)) {
      throw new CheckpointException("`%s` is a folder, not a safetensors file".formatted(path));
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new CheckpointException("there is no file `%s`".formatted(path), e);
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

  private static SafetensorsReader readHeader(Path path, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw new CheckpointException(
          String.format(Locale.ROOT, "`%s` is not a safetensors file: it has only %d bytes", path,
              fileBytes));
    }
    long headerBytes = read(path, channel, 0, Long.BYTES).getLong();
    if (headerBytes < 2 || headerBytes > LARGEST_HEADER) {
      throw new CheckpointException(
          "`%s` is not a safetensors file: it does not begin with the length of a header"
              .formatted(path));
    }
    if (headerBytes > fileBytes - Long.BYTES) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "`%s` is cut short or not a safetensors file: it announces a header of %d bytes but has",
              path, headerBytes)
              + String.format(Locale.ROOT, " %d", fileBytes - Long.BYTES));
    }
    ByteBuffer bytes = read(path, channel, Long.BYTES, (int) headerBytes);
    if (bytes.get(0) != '{') {
      throw new CheckpointException(
          "`%s` is not a safetensors file: its header is not JSON".formatted(path));
    }
    long dataFrom = Long.BYTES + headerBytes;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return new SafetensorsReader(
          path, channel, dataFrom, SafetensorsHeader.parse(text, fileBytes - dataFrom));
    } catch (CharacterCodingException e) {
      throw new CheckpointException(
          "`%s` is damaged: its header is not UTF-8".formatted(path), e);
    } catch (Malformed e) {
      throw new CheckpointException("`%s` is damaged: %s".formatted(path, e.getMessage()), e);
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
   * The values of a tensor, in row-major order of the extents.
   *
   * @throws CheckpointException if the tensor is missing, has another dtype than F32 or other
   *     extents, or holds a value that is not finite
   */
  public float[] values(String name, Layout layout) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new CheckpointException("`%s` lacks the tensor `%s`".formatted(path, name));
    }
    if (!entry.dtype().equals("F32")) {
      throw new CheckpointException(
          "`%s` in `%s` has the dtype %s: convert it to F32".formatted(name, path, entry.dtype()));
    }
    List<Long> wanted = Arrays.stream(layout.extents()).asLongStream().boxed().toList();
    if (!entry.shape().equals(wanted)) {
      throw new CheckpointException(
          "`%s` in `%s` has the shape %s where the network has %s"
              .formatted(name, path, entry.shape(), wanted));
    }
    float[] values = new float[layout.size()];
    try {
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        long at = dataFrom + entry.begin() + (long) from * Float.BYTES;
        read(path, channel, at, count * Float.BYTES).asFloatBuffer().get(values, from, count);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new CheckpointException(
            String.format(Locale.ROOT,
                "`%s` in `%s` holds %s at place %d: the file is damaged or its training diverged",
                name, path, values[i], i));
      }
    }
    return values;
  }

  private static ByteBuffer read(Path path, FileChannel channel, long from, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new CheckpointException("`%s` was cut short while it was read".formatted(path));
      }
    }
    return bytes.flip();
  }

  private static CheckpointException unreadable(Path path, IOException e) {
    return new CheckpointException("cannot read `%s`: %s".formatted(path, e.getMessage()), e);
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

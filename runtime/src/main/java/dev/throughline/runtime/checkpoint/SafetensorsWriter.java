package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.checkpoint.JsonReader.Malformed;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Writes safetensors files. */
public final class SafetensorsWriter {
  private static final int CHUNK = 1 << 16;

  /** Tensors begin at a multiple of this, so that a reader may map them. */
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes tensors, in the map's order, as F32 in row-major order of their published extents; the
   * file appears as a whole or not at all, as {@link AtomicFile} says. Missing folders are made.
   *
   * @throws CheckpointException if the file cannot be written, or if {@link SafetensorsReader} would refuse
   *     it, as it does a value that is not finite; an older file of that name is kept
   */
  public static void write(
      Path path, Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    byte[] header = header(path, metadata, tensors);
    try {
      AtomicFile.replace(
          path,
          channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
              float[] values = tensor.getValue().toArray();
              checkFinite(path, tensor.getKey(), values);
              writeValues(channel, values);
            }
          });
    } catch (IOException e) {
      throw unwritable(path, e);
    } catch (OutOfMemoryError e) {
      throw new CheckpointException(
          "cannot write %s: a copy of one tensor is more than is left of the heap: use a larger one"
              .formatted(Quote.path(path)) + " (java -Xmx)",
          e);
    }
  }

  /**
   * Fails if a file could not be written here, before anything is spent on what it is to hold.
   *
   * @throws CheckpointException if the place is a folder, a device or the like, or may not be written
   */
  public static void check(Path path) {
    try {
      AtomicFile.check(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static CheckpointException unwritable(Path path, IOException e) {
    return new CheckpointException(
        "cannot write %s: %s".formatted(Quote.path(path), Reason.of(e)), e);
  }

  private static void checkFinite(Path path, String name, float[] values) {
    int bad = NotFinite.place(values);
    if (bad >= 0) {
      throw refused(
          path,
          String.format(Locale.ROOT, "%s holds %s at place %d, which no reader would accept",
              Quote.name(name), values[bad], bad));
    }
  }

  private static CheckpointException refused(Path path, String why) {
    return new CheckpointException("%s was not written: %s".formatted(Quote.path(path), why));
  }

  /** The header, which the reader accepts and understands as it was meant. */
  private static byte[] header(
      Path path, Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    byte[] header = header(metadata, tensors);
    if (header.length > SafetensorsReader.LARGEST_HEADER) {
      throw refused(
          path,
          String.format(Locale.ROOT,
              "its header would take %,d bytes, and more than %,d are not read",
              header.length, SafetensorsReader.LARGEST_HEADER));
    }
    long floats = tensors.values().stream().mapToLong(Tensor::size).sum();
    try {
      SafetensorsHeader read = SafetensorsHeader.parse(header, floats * Float.BYTES);
      if (!read.metadata().equals(metadata)
          || !read.entries().keySet().equals(tensors.keySet())) {
        throw refused(path, "a name in it would be read as another");
      }
    } catch (Malformed e) {
      throw refused(path, String.valueOf(e.getMessage()));
    }
    return header;
  }

  private static byte[] header(
      Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{");
    String separator = "";
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      JsonText.quote(json.append(separator), entry.getKey());
      JsonText.quote(json.append(':'), entry.getValue());
      separator = ",";
    }
    json.append('}');
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long end = begin + (long) entry.getValue().size() * Float.BYTES;
      JsonText.quote(json.append(','), entry.getKey())
          .append(":{\"dtype\":\"F32\",\"shape\":")
          .append(Arrays.toString(entry.getValue().shape()).replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(begin)
          .append(',')
          .append(end)
          .append("]}");
      begin = end;
    }
    byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeValues(FileChannel channel, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(CHUNK, values.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear().limit(count * Float.BYTES);
      bytes.asFloatBuffer().put(values, from, count);
      writeAll(channel, bytes);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}

package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
   * file appears as a whole or not at all. Missing folders are made.
   *
   * @throws CheckpointException if the file cannot be written; an older file of that name is kept
   */
  public static void write(
      Path path, Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    byte[] header = header(metadata, tensors);
    try {
      AtomicFile.replace(
          path,
          channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors.values()) {
              writeValues(channel, tensor.toArray());
            }
          });
    } catch (IOException e) {
      throw new CheckpointException("cannot write `%s`: %s".formatted(path, e), e);
    }
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

package dev.throughline.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A safetensors file taken apart, to be put together wrongly.
 *
 * @param header its JSON
 * @param data what follows
 */
public record RawFile(byte[] header, byte[] data) {
  /** The parts of a good file. */
  public static RawFile read(Path path) throws IOException {
    byte[] all = Files.readAllBytes(path);
    int end = Long.BYTES + (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new RawFile(
        Arrays.copyOfRange(all, Long.BYTES, end), Arrays.copyOfRange(all, end, all.length));
  }

  /** A file with this header and as many zeros. */
  public static RawFile of(String header, int dataBytes) {
    return new RawFile(header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
  }

  /** The JSON as text. */
  public String json() {
    return new String(header, StandardCharsets.UTF_8);
  }

  /** The same data under another header. */
  public RawFile json(String text) {
    return new RawFile(text.getBytes(StandardCharsets.UTF_8), data);
  }

  /** The same with another value in a tensor. */
  public RawFile set(String tensor, int place, float value) throws JsonReader.Malformed {
    long begin = SafetensorsHeader.parse(header, data.length).entries().get(tensor).begin();
    byte[] changed = data.clone();
    ByteBuffer.wrap(changed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat((int) begin + place * Float.BYTES, value);
    return new RawFile(header, changed);
  }

  /** The same with another text entry; what is JSON in {@code value} stays JSON. */
  public RawFile entry(String key, String value) {
    Matcher old =
        Pattern.compile("(\"" + Pattern.quote(key) + "\":\")[^\"]*").matcher(json());
    if (!old.find()) {
      throw new IllegalArgumentException("there is no entry " + key);
    }
    return json(old.replaceFirst("$1" + Matcher.quoteReplacement(value)));
  }

  /** All bytes, with the header's length as it is. */
  public byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  /** Writes the file in place. */
  public Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }
}

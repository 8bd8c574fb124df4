package dev.throughline.runtime.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What {@code pictures.py} wrote: pictures of every kind, and what Pillow makes of them. */
public final class Samples {
  private static final Map<String, byte[]> ENTRIES = new LinkedHashMap<>();

  static {
    try (InputStream file = Samples.class.getResourceAsStream("pictures.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        ENTRIES.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Samples() {}

  /** Names of all pictures. */
  public static List<String> names() {
    return ENTRIES.keySet().stream().filter(name -> ENTRIES.containsKey(name + ".rgb")).toList();
  }

  /** The bytes of an entry. */
  public static byte[] bytes(String name) {
    return Objects.requireNonNull(ENTRIES.get(name), name).clone();
  }

  /** A colour PNG of any claimed size around packed rows. */
  public static byte[] png(int width, int height, byte[] packed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
    out.writeBytes(
        chunk(
            "IHDR",
            ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0})
                .array()));
    out.writeBytes(chunk("IDAT", packed));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  static byte[] chunk(String name, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(data.length + 12).putInt(data.length);
    for (char letter : name.toCharArray()) {
      chunk.put((byte) letter);
    }
    chunk.put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, data.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }
}

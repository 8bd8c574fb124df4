package dev.throughline.runtime.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
}

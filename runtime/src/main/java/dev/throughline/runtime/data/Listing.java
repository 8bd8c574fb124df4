package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What lies in a folder, without what is hidden, in the order of the names' code points: the same on every
 * system and in every locale.
 */
final class Listing {
  private static final int BYTES_PER_ENTRY = 512;

  /** Folders that systems and tools leave beside a user's own. */
  private static final Set<String> OF_TOOLS =
      Set.of("__MACOSX", "__pycache__", "@eaDir", "lost+found", "$RECYCLE.BIN",
          "System Volume Information");

  private static final Comparator<Entry> BY_CODE_POINTS =
      Comparator.comparing((Entry entry) -> entry.name().getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned).thenComparing(Entry::nameBytes, Arrays::compareUnsigned);

  private Listing() {}

  static List<Entry> of(Path folder) {
    List<Entry> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        byte[] name = nameBytes(entry);
        if (!isHidden(new String(name, StandardCharsets.UTF_8))) {
          found.add(new Entry(entry, name));
        }
        checkRoom(folder, found.size());
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw DataFile.unreadable(folder, e);
    }
    found.sort(BY_CODE_POINTS);
    return found;
  }

  /** Names may take half of what data may take. */
  static void checkRoom(Path folder, int names) {
    long bytes = (long) names * BYTES_PER_ENTRY;
    if (bytes > Heap.most() / 2) {
      throw Heap.tooLarge("the names in " + Quote.path(folder), bytes, "keep fewer files there",
          null);
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || OF_TOOLS.contains(name);
  }

  /**
   * The name as the file system holds it. Where Java's locale has no such letters (LC_ALL=C), a path's text
   * has lost them, but its address has not.
   */
  private static byte[] nameBytes(Path entry) {
    String name = String.valueOf(entry.getFileName());
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    if (ascii
        || !entry.getFileSystem().equals(FileSystems.getDefault())
        || !entry.getFileSystem().getSeparator().equals("/")) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    String address = entry.toUri().getRawPath();
    String last = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    return unescaped(last.substring(last.lastIndexOf('/') + 1));
  }

  private static byte[] unescaped(String address) {
    ByteBuffer bytes = ByteBuffer.allocate(address.length());
    for (int i = 0; i < address.length(); i++) {
      if (address.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(address.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) address.charAt(i));
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** A file, a folder or something else. */
  record Entry(Path path, byte[] nameBytes) {

    /** What it is at the end of its links. */
    BasicFileAttributes attributes() {
      try {
        return Files.readAttributes(path, BasicFileAttributes.class);
      } catch (IOException e) {
        if (Files.isSymbolicLink(path)) {
          throw new DataException("%s is a link that leads nowhere".formatted(Quote.path(path)), e);
        }
        throw DataFile.unreadable(path, e);
      }
    }

    /** The name, its accents composed; what is no UTF-8 is shown as such. */
    String name() {
      return Normalizer.normalize(new String(nameBytes, StandardCharsets.UTF_8),
          Normalizer.Form.NFC);
    }

    /** The name, if it can stand for a class. */
    String className() {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(nameBytes));
      } catch (CharacterCodingException e) {
        throw new DataException(
            "the name of the folder %s is not UTF-8, so it cannot name a class: rename it"
                .formatted(Quote.path(path)),
            e);
      }
      return name();
    }
  }
}

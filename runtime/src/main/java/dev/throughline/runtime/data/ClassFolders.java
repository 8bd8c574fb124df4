package dev.throughline.runtime.data;

import dev.throughline.runtime.data.Listing.Entry;
import dev.throughline.runtime.message.Quote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The folders of a folder, by the classes that they stand for, and the image files in them. */
final class ClassFolders {
  static final Set<String> READ =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "wbmp");

  /** Pictures too, so leaving them out in silence would lose them. */
  private static final Set<String> NOT_READ =
      Set.of("tif", "tiff", "webp", "avif", "heic", "heif", "jp2", "jxl", "ppm", "pgm", "pbm",
          "pnm",
          "tga", "psd", "exr", "ico");

  private ClassFolders() {}

  /** Class folders by name, in order. */
  static Map<String, Path> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("there is no folder %s".formatted(Quote.path(folder)));
    }
    Map<String, Path> classes = new LinkedHashMap<>();
    for (Entry entry : Listing.of(folder)) {
      if (entry.attributes().isDirectory()) {
        String name = entry.className();
        if (classes.put(name, entry.path()) != null) {
          throw new DataException(
              "two folders in %s are called %s: they differ only in how accents are stored"
                  .formatted(Quote.path(folder), Quote.name(name)));
        }
      } else if (isPicture(suffix(entry))) {
        throw new DataException(
            "%s lies beside the folders of classes: move it into one of them, or away"
                .formatted(Quote.path(entry.path())));
      }
    }
    return classes;
  }

  /** The image files of one class, in order. */
  static List<Path> images(Path ofClass) {
    List<Path> images = new ArrayList<>();
    for (Entry entry : Listing.of(ofClass)) {
      String suffix = suffix(entry);
      BasicFileAttributes kind = entry.attributes();
      if (kind.isDirectory()) {
        throw new DataException(
            ("%s is a folder inside the folder of a class: move its images up, or hide it by a name"
                + " with a dot in front").formatted(Quote.path(entry.path())));
      }
      if (isPicture(suffix)) {
        check(entry.path(), suffix, kind);
        images.add(entry.path());
      }
    }
    return images;
  }

  private static void check(Path file, String suffix, BasicFileAttributes kind) {
    if (!READ.contains(suffix)) {
      throw new DataException(
          "%s is a picture of a format that is not read: save it as PNG or JPEG"
              .formatted(Quote.path(file)));
    }
    if (!kind.isRegularFile()) {
      throw new DataException("%s is no ordinary file".formatted(Quote.path(file)));
    }
    if (kind.size() == 0) {
      throw new DataException(
          "%s is empty: remove it, or copy it again".formatted(Quote.path(file)));
    }
  }

  private static boolean isPicture(String suffix) {
    return READ.contains(suffix) || NOT_READ.contains(suffix);
  }

  /** What stands behind the last dot, or nothing: {@code png} alone is a name, not a suffix. */
  private static String suffix(Entry entry) {
    String name = entry.name();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}

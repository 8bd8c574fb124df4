package dev.throughline.runtime.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A folder with one folder of images for each class; classes are the folders' names in order.
 *
 * <p>Images are read when they are first used, scaled until they just cover the size asked for, and
 * cut out at the centre. They are kept while all together take less than a quarter of the heap.
 */
public final class ImageFolder implements Images {
  private static final Set<String> SUFFIXES =
      Set.of("png", "jpg", "jpeg", "bmp", "gif", "wbmp", "tif", "tiff");

  private final int channels;
  private final int height;
  private final int width;
  private final List<String> classNames;
  private final List<Path> files;
  private final List<Integer> labels;
  private final boolean kept;
  private final AtomicReferenceArray<byte[]> decoded;

  private ImageFolder(
      int channels,
      int height,
      int width,
      List<String> classNames,
      List<Path> files,
      List<Integer> labels) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classNames = classNames;
    this.files = files;
    this.labels = labels;
    long bytes = (long) files.size() * channels * height * width;
    this.kept = bytes < Runtime.getRuntime().maxMemory() / 4;
    this.decoded = new AtomicReferenceArray<>(kept ? files.size() : 0);
  }

  /**
   * The images of a folder, as a network of this input takes them.
   *
   * @param channels 3 for colour, 1 for grey
   * @throws DataException if the folder holds no images; a file that is no image is told when it is
   *     read
   */
  public static Dataset of(Path folder, int channels, int height, int width) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("there is no folder `%s`".formatted(folder));
    }
    Decoder.checkChannels(channels);
    List<String> classNames = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path ofClass : sorted(folder, Files::isDirectory)) {
      List<Path> images = sorted(ofClass, ImageFolder::isImage);
      if (images.isEmpty()) {
        continue;
      }
      images.forEach(image -> labels.add(classNames.size()));
      files.addAll(images);
      classNames.add(String.valueOf(ofClass.getFileName()));
    }
    if (files.isEmpty()) {
      throw new DataException(
          "`%s` holds no images: it must have a folder for each class, with files %s"
              .formatted(folder, SUFFIXES.stream().sorted().toList()));
    }
    return Dataset.of(new ImageFolder(channels, height, width, classNames, files, labels));
  }

  /** One image file, not normalised, stored {@code [h][w][c]}; what `predict` shows a network. */
  public static byte[] pixels(Path file, int channels, int height, int width) {
    Decoder.checkChannels(channels);
    return Decoder.decode(file, channels, height, width);
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName());
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && SUFFIXES.contains(suffix) && Files.isRegularFile(file);
  }

  private static List<Path> sorted(Path folder, DirectoryStream.Filter<Path> filter) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, filter)) {
      List<Path> found = new ArrayList<>();
      entries.forEach(found::add);
      found.sort(null);
      return found;
    } catch (IOException e) {
      throw new DataException("cannot list `%s`: %s".formatted(folder, e.getMessage()), e);
    }
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public List<String> classNames() {
    return List.copyOf(classNames);
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public void read(int index, byte[] into) {
    byte[] pixels = kept ? decoded.get(index) : null;
    if (pixels == null) {
      pixels = Decoder.decode(files.get(index), channels, height, width);
      if (kept) {
        decoded.set(index, pixels);
      }
    }
    System.arraycopy(pixels, 0, into, 0, pixels.length);
  }
}

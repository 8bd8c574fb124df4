package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A folder with one folder of images for each class.
 *
 * <p><b>Classes</b> are the names of all folders in it, in the order of their code points whatever the system
 * and its locale; accents are composed. A folder without images is a class without images, so labels follow
 * names and not what happens to be there. Names that differ in case are two classes. Hidden folders (a dot in
 * front) and those of systems and tools ({@code __MACOSX}, {@code @eaDir}, …) are none. Links are followed.
 *
 * <p><b>Images</b> are the files in a class's folder whose names end in {@code .png}, {@code .jpg}, {@code
 * .jpeg}, {@code .jpe}, {@code .jfif}, {@code .bmp}, {@code .dib}, {@code .gif} or {@code .wbmp}, in either
 * case; hidden files and files of other names are passed over. Whatever could be a lost image is refused: an
 * image beside the class folders, a folder inside one, a link that leads nowhere, an empty file, and pictures
 * of formats that are not read ({@code .webp}, {@code .tif}, …).
 *
 * <p><b>Pixels</b> are what the file says, as Pillow's {@code convert("RGB")} or {@code convert("L")} reads
 * it: no gamma and no colour profile is applied; of 16 bits the upper 8 count; of several frames the first.
 * Transparency is dropped: a pixel keeps the colour that the file stores for it, with no background behind.
 * EXIF's orientation is applied. Colour becomes grey by (299 R + 587 G + 114 B) / 1000. An image is scaled by
 * Pillow's bilinear filter until it just covers the size asked for, and cut out at the centre.
 *
 * <p>Images are read when they are first used, and kept while all together take less than a quarter of the
 * heap. One that is damaged or cut short is refused when it is read, and so is one of more than 2<sup>26</sup>
 * pixels, or of more than fit into a quarter of the heap.
 */
public final class ImageFolder implements Images {
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
    this.classNames = ClassNames.checked(classNames);
    this.files = files;
    this.labels = labels;
    long bytes = (long) files.size() * channels * height * width;
    this.kept = bytes < Runtime.getRuntime().maxMemory() / 4;
    this.decoded = new AtomicReferenceArray<>(kept ? files.size() : 0);
  }

  /**
   * The images of a folder, as a network of this input takes them; classes are its folders.
   *
   * @param channels 3 for colour, 1 for grey
   * @throws DataException if the folder holds no images, or something that could be a lost image
   */
  public static Dataset of(Path folder, int channels, int height, int width) {
    Decoder.checkShape(channels, height, width);
    Map<String, Path> folders = ClassFolders.of(folder);
    List<String> names = List.copyOf(folders.keySet());
    return read(folder, channels, height, width, folders, names, names);
  }

  /**
   * The images of a folder with the classes of others: of test images with those of the training images. A
   * class keeps its label whether the folder has it or not.
   *
   * @param classNames names by label, such as {@link Dataset#classNames()} of the training images
   * @throws DataException also if the folder has a class beside these
   */
  public static Dataset of(
      Path folder, int channels, int height, int width, List<String> classNames) {
    Decoder.checkShape(channels, height, width);
    Map<String, Path> folders = ClassFolders.of(folder);
    List<String> composed =
        classNames.stream().map(n -> Normalizer.normalize(n, Normalizer.Form.NFC)).toList();
    List<String> unknown = folders.keySet().stream().filter(n -> !composed.contains(n)).toList();
    if (!unknown.isEmpty()) {
      throw new DataException(
          "%s has the class folder %s, but the classes are %s: rename it, or move it away"
              .formatted(Quote.path(folder), Quote.names(unknown), Quote.names(classNames)));
    }
    return read(folder, channels, height, width, folders, composed, classNames);
  }

  /** Names of the classes in a folder, by label; no image is looked at. */
  public static List<String> classNames(Path folder) {
    return List.copyOf(ClassFolders.of(folder).keySet());
  }

  private static Dataset read(
      Path folder,
      int channels,
      int height,
      int width,
      Map<String, Path> folders,
      List<String> labelled,
      List<String> classNames) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    folders.forEach(
        (name, ofClass) -> {
          List<Path> images = ClassFolders.images(ofClass);
          Integer label = labelled.indexOf(name);
          images.forEach(image -> labels.add(label));
          files.addAll(images);
          Listing.checkRoom(folder, files.size());
        });
    if (files.isEmpty()) {
      throw new DataException(
          "%s holds no images: it must have a folder for each class, with files %s"
              .formatted(Quote.path(folder), ClassFolders.READ.stream().sorted().toList()));
    }
    return Dataset.of(new ImageFolder(channels, height, width, classNames, files, labels));
  }

  /**
   * One image file, not normalised, stored {@code [h][w][c]}; what `predict` shows a network.
   *
   * @throws DataException if it cannot be read
   */
  public static byte[] pixels(Path file, int channels, int height, int width) {
    Decoder.checkShape(channels, height, width);
    return Decoder.decode(file, channels, height, width);
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
    return classNames;
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

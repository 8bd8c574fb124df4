package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, with what is done to them on their way into a batch: augmentation,
 * then normalisation (to [0, 1] unless told otherwise).
 *
 * <p>Immutable; every method that changes something returns another data set over the same images.
 */
public final class Dataset {
  private final Images images;
  private final Optional<Augmentation> augmentation;
  private final Normalization normalization;

  private Dataset(
      Images images, Optional<Augmentation> augmentation, Normalization normalization) {
    this.images = images;
    this.augmentation = augmentation;
    this.normalization = normalization;
  }

  /** All images of a source, scaled to [0, 1]. */
  public static Dataset of(Images images) {
    ImageSize.check(images.channels(), images.height(), images.width());
    ClassNames.checked(images.classNames());
    return new Dataset(images, Optional.empty(), Normalization.unit(images.channels()));
  }

  /**
   * Images in memory.
   *
   * @param pixels one array per image, unsigned bytes stored {@code [h][w][c]}; not copied
   * @param labels one per image, an index into {@code classNames}
   * @param classNames a name for each label, no two the same
   * @throws DataException unless all this fits together
   */
  public static Dataset of(
      int channels,
      int height,
      int width,
      List<byte[]> pixels,
      int[] labels,
      List<String> classNames) {
    List<Integer> boxed = Arrays.stream(labels).boxed().toList();
    return of(new MemoryImages(channels, height, width, pixels, boxed, classNames));
  }

  /** Centres the images on a larger black ground. */
  public Dataset padTo(int height, int width) {
    return around(new PaddedImages(images, height, width));
  }

  /** Shows grey images as images of {@code channels} equal channels. */
  public Dataset repeatChannels(int channels) {
    return around(new RepeatedChannels(images, channels));
  }

  /**
   * The first {@code count} images.
   *
   * @throws DataException if there are fewer
   */
  public Dataset take(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "take 0 or more images, not %,d", count));
    }
    return choose(IntStream.range(0, count).toArray());
  }

  /** The images at the places given, in that order. */
  public Dataset choose(int... indices) {
    return new Dataset(
        new ChosenImages(images, Arrays.stream(indices).boxed().toList()),
        augmentation,
        normalization);
  }

  /** Other images: a normalisation of the old ones would no longer mean the same. */
  private Dataset around(Images changed) {
    if (!normalization.equals(Normalization.unit(images.channels()))) {
      throw new DataException("normalise the images after padding and repeating channels");
    }
    return new Dataset(changed, augmentation, Normalization.unit(changed.channels()));
  }

  /** Changes every image at random whenever it is put into a training batch. */
  public Dataset augment(Augmentation change) {
    return new Dataset(images, Optional.of(change), normalization);
  }

  /** Without augmentation. */
  public Dataset withoutAugmentation() {
    return new Dataset(images, Optional.empty(), normalization);
  }

  /** Normalises every image. */
  public Dataset normalize(Normalization how) {
    how.check(images);
    return new Dataset(images, augmentation, how);
  }

  /** Number of images. */
  public int size() {
    return images.size();
  }

  /** Channels of every image. */
  public int channels() {
    return images.channels();
  }

  /** Height of every image. */
  public int height() {
    return images.height();
  }

  /** Width of every image. */
  public int width() {
    return images.width();
  }

  /** Names of the classes, by label. */
  public List<String> classNames() {
    return images.classNames();
  }

  /** Number of classes. */
  public int classes() {
    return images.classNames().size();
  }

  /**
   * Label of an image.
   *
   * @throws DataException if the source gives one that no class has
   */
  public int label(int index) {
    int label = images.label(index);
    if (label < 0 || label >= classes()) {
      throw new DataException(
          String.format(Locale.ROOT, "image %,d has the label %,d, but there are only %,d classes",
              index, label, classes()));
    }
    return label;
  }

  /** Names of the classes that no image has. */
  List<String> classesWithoutImages() {
    BitSet seen = new BitSet();
    IntStream.range(0, size()).forEach(i -> seen.set(label(i)));
    return IntStream.range(0, classes()).filter(k -> !seen.get(k)).mapToObj(classNames()::get)
        .toList();
  }

  /** The images as bytes. */
  public Images images() {
    return images;
  }

  /** How bytes become floats. */
  public Normalization normalization() {
    return normalization;
  }

  /** An image, normalised, not augmented, stored {@code [h][w][c]}. */
  public float[] image(int index) {
    int values = values();
    byte[] pixels = new byte[values];
    float[] image = new float[values];
    images.read(index, pixels);
    normalization.apply(pixels, values, image, 0);
    return image;
  }

  /** Numbers in one image. */
  int values() {
    return images.height() * images.width() * images.channels();
  }

  /** Builds one sample of a batch; {@code pixels} and {@code changed} are room for one image. */
  void build(int index, Draw draw, byte[] pixels, byte[] changed, float[] into, int at) {
    images.read(index, pixels);
    byte[] result = pixels;
    if (augmentation.isPresent() && draw.augment()) {
      long place = ((long) draw.epoch() << 32) | index; // 24 bits of epoch, 32 of sample
      Philox random = new Philox(draw.seed(), Philox.stream(Purpose.AUGMENTATION, place));
      augmentation.get().apply(pixels, changed, height(), width(), channels(), random);
      result = changed;
    }
    normalization.apply(result, values(), into, at);
  }

  /** What the random choices of a pass over the data depend on. */
  record Draw(long seed, int epoch, boolean augment) {}

  @Override
  public String toString() {
    String all =
        String.format(Locale.ROOT, "%,d images of %d×%d×%d in %d classes", size(), channels(),
            height(), width(), classes());
    List<String> empty = classesWithoutImages();
    return empty.isEmpty() ? all : "%s (none in %s)".formatted(all, Quote.names(empty));
  }
}

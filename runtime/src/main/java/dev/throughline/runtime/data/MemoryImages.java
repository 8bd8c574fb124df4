package dev.throughline.runtime.data;

import java.util.List;
import java.util.Locale;

/** Images held in memory, one array each so that no array limit bounds their number. */
record MemoryImages(
    int channels,
    int height,
    int width,
    List<byte[]> pixels,
    List<Integer> labels,
    List<String> classNames)
    implements Images {

  MemoryImages {
    ImageSize.check(channels, height, width);
    if (pixels.size() != labels.size()) {
      throw new DataException(
          String.format(Locale.ROOT, "there are %,d images but %,d labels", pixels.size(),
              labels.size()));
    }
    pixels = List.copyOf(pixels);
    labels = List.copyOf(labels);
    classNames = ClassNames.checked(classNames);
    long bytes = (long) channels * height * width;
    for (int i = 0; i < pixels.size(); i++) {
      if (pixels.get(i).length != bytes) {
        throw new DataException(
            String.format(Locale.ROOT, "image %d has %,d bytes where %d×%d×%d takes %,d", i,
                pixels.get(i).length, channels, height, width, bytes));
      }
      if (labels.get(i) < 0 || labels.get(i) >= classNames.size()) {
        throw new DataException(
            String.format(Locale.ROOT, "image %d has the label %d, but there are only %d classes",
                i, labels.get(i), classNames.size()));
      }
    }
  }

  @Override
  public int size() {
    return pixels.size();
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public void read(int index, byte[] into) {
    byte[] image = pixels.get(index);
    System.arraycopy(image, 0, into, 0, image.length);
  }
}

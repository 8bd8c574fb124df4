package dev.throughline.runtime.data;

import java.util.List;
import java.util.Locale;

/** Some images of a source, in an order of their own. */
record ChosenImages(Images images, List<Integer> chosen) implements Images {
  ChosenImages {
    chosen = List.copyOf(chosen);
    for (int index : chosen) {
      if (index < 0 || index >= images.size()) {
        throw new DataException(
            String.format(Locale.ROOT, "there is no image %d among %,d", index, images.size()));
      }
    }
  }

  @Override
  public int size() {
    return chosen.size();
  }

  @Override
  public int channels() {
    return images.channels();
  }

  @Override
  public int height() {
    return images.height();
  }

  @Override
  public int width() {
    return images.width();
  }

  @Override
  public List<String> classNames() {
    return images.classNames();
  }

  @Override
  public int label(int index) {
    return images.label(chosen.get(index));
  }

  @Override
  public void read(int index, byte[] into) {
    images.read(chosen.get(index), into);
  }
}

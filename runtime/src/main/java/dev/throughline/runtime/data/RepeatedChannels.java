package dev.throughline.runtime.data;

import java.util.List;
import java.util.Locale;

/** Grey images shown as images of several equal channels. */
record RepeatedChannels(Images images, int channels) implements Images {
  RepeatedChannels {
    if (images.channels() != 1 || channels < 1) {
      throw new DataException(
          String.format(Locale.ROOT,
              "images of %d channels cannot be repeated into %d: only grey images can",
              images.channels(), channels));
    }
    ImageSize.check(channels, images.height(), images.width());
  }

  @Override
  public int size() {
    return images.size();
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
    return images.label(index);
  }

  @Override
  public void read(int index, byte[] into) {
    images.read(index, into);
    for (int pixel = height() * width() - 1; pixel >= 0; pixel--) {
      byte grey = into[pixel];
      for (int c = 0; c < channels; c++) {
        into[pixel * channels + c] = grey;
      }
    }
  }
}

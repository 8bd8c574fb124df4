package dev.throughline.runtime.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Images centred on a larger black ground; an odd pixel goes below and to the right. */
record PaddedImages(Images images, int height, int width) implements Images {
  PaddedImages {
    if (height < images.height() || width < images.width()) {
      throw new DataException(
          String.format(Locale.ROOT,
              "images of %d×%d cannot be padded to %d×%d: padding only makes them larger",
              images.height(), images.width(), height, width));
    }
    ImageSize.check(images.channels(), height, width);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int channels() {
    return images.channels();
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
    int innerRow = images.width() * channels();
    int row = width * channels();
    int top = (height - images.height()) / 2;
    int left = (width - images.width()) / 2 * channels();
    // From the last row up: a row moves to a place at or behind its own, so none is lost.
    for (int h = height - 1; h >= 0; h--) {
      int inner = h - top;
      int at = h * row;
      if (inner < 0 || inner >= images.height()) {
        Arrays.fill(into, at, at + row, (byte) 0);
      } else {
        System.arraycopy(into, inner * innerRow, into, at + left, innerRow);
        Arrays.fill(into, at, at + left, (byte) 0);
        Arrays.fill(into, at + left + innerRow, at + row, (byte) 0);
      }
    }
  }
}

package dev.throughline.runtime.picture;

import java.util.Locale;

/**
 * Where a decoder puts pixels: in the channels asked for, and upright whatever way the file stores them.
 *
 * <p>Colour becomes grey by the luma of ITU-R BT.601 in 65,536ths, as in Pillow.
 */
public final class Canvas {
  /** No picture may have more; 8,192 × 8,192. */
  public static final int MOST_PIXELS = 1 << 26;

  /** A picture may take so much of the largest heap while it is read: one part in four. */
  public static final int HEAP_SHARE = 4;

  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final int origin;
  private final int rowStep;
  private final int columnStep;

  private Canvas(int channels, int height, int width, Orientation orientation) {
    this.channels = channels;
    this.height = orientation.turns() ? width : height;
    this.width = orientation.turns() ? height : width;
    this.pixels = new byte[channels * height * width];
    int down = orientation.turns() ? channels : channels * this.width;
    int right = orientation.turns() ? channels * this.width : channels;
    this.rowStep = orientation.mirrorsRows() ? -down : down;
    this.columnStep = orientation.mirrorsColumns() ? -right : right;
    this.origin =
        (rowStep < 0 ? (height - 1) * down : 0) + (columnStep < 0 ? (width - 1) * right : 0);
  }

  /**
   * Checks a size that a file claims, and only then takes memory.
   *
   * @param height rows as stored
   * @param width columns as stored
   * @param most how many pixels bytes of the file can give at most
   * @param beside bytes that the decoder takes beside the canvas
   */
  static Canvas claim(
      int channels, long height, long width, Orientation orientation, long most, long beside)
      throws BadPictureException {
    if (height < 1 || width < 1 || height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
      throw BadPictureException.damaged(
          String.format(Locale.ROOT, "it claims %,d×%,d pixels", width, height));
    }
    long count = height * width;
    if (count > MOST_PIXELS) {
      throw new BadPictureException(
          String.format(Locale.ROOT,
              "it claims %,d×%,d pixels, more than the %,d that a picture may have", width, height,
              MOST_PIXELS));
    }
    if (count > most) {
      throw new BadPictureException(
          String.format(Locale.ROOT, "it claims %,d×%,d pixels, more than it can hold", width,
              height));
    }
    long bytes = count * channels + beside;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap / HEAP_SHARE) {
      throw new BadPictureException(
          String.format(Locale.ROOT,
              "its %,d×%,d pixels take %,d MB while they are read, more than a quarter of the heap"
                  + " of %,d MB: give Java more by -Xmx, or scale the picture down",
              width, height, bytes >> 20, heap >> 20));
    }
    return new Canvas(channels, (int) height, (int) width, orientation);
  }

  /** Puts a colour at a place of the stored picture. */
  void put(int row, int column, int rgb) {
    int at = origin + row * rowStep + column * columnStep;
    int red = rgb >> 16 & 0xFF;
    int green = rgb >> 8 & 0xFF;
    int blue = rgb & 0xFF;
    if (channels == 1) {
      pixels[at] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
    } else {
      pixels[at] = (byte) red;
      pixels[at + 1] = (byte) green;
      pixels[at + 2] = (byte) blue;
    }
  }

  /** A grey as a colour. */
  static int grey(int value) {
    return value * 0x010101;
  }

  static int rgb(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  Picture picture() {
    return new Picture(channels, height, width, pixels);
  }
}

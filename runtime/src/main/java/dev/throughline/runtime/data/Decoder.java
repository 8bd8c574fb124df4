package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.picture.Canvas;
import dev.throughline.runtime.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/** Turns image files into bytes of one size. */
final class Decoder {
  private static final int LARGEST_SIDE = 1 << 14;

  private Decoder() {}

  /** Fails unless pictures can be read in this shape. */
  static void checkShape(int channels, int height, int width) {
    if (channels != 1 && channels != 3) {
      throw new DataException(
          String.format(Locale.ROOT, "image files give 3 channels (colour) or 1 (grey), not %d",
              channels));
    }
    if (height < 1 || height > LARGEST_SIDE || width < 1 || width > LARGEST_SIDE) {
      throw new DataException(
          String.format(Locale.ROOT,
              "images can be scaled to 1 to %,d pixels a side, not to %,d×%,d",
              LARGEST_SIDE, height, width));
    }
  }

  static byte[] decode(Path file, int channels, int height, int width) {
    byte[] bytes = bytes(file);
    try {
      return Picture.read(bytes, channels).cover(height, width);
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    } catch (OutOfMemoryError e) { // each picture is bounded; what else the program holds is not
      throw Heap.tooLarge("the pixels of " + Quote.path(file), bytes.length, "hold less in it", e);
    }
  }

  private static byte[] bytes(Path file) {
    int most = (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / Canvas.HEAP_SHARE / 2);
    try (InputStream in = DataFile.open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new DataException(
            String.format(Locale.ROOT, "%s has more than %,d bytes: it is too large for a picture",
                Quote.path(file), most));
      }
      return bytes;
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }
}

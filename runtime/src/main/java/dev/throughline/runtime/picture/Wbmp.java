package dev.throughline.runtime.picture;

/** WBMP of type 0, the only one there is: one bit a pixel, 1 is white. */
final class Wbmp {
  static final String SIGNATURE = "\0\0";

  private Wbmp() {}

  static Picture read(Bytes in, int channels) throws BadPictureException {
    in.skip(SIGNATURE.length());
    int width = extent(in);
    int height = extent(in);
    long row = (width + 7L) / 8;
    // Many other files begin with zeros too: only a size that fits to the byte tells that this is one.
    if (row == 0 || row * height != in.left()) {
      throw BadPictureException.unknownFormat();
    }
    Canvas canvas =
        Canvas.claim(
            channels, height, width, Orientation.UPRIGHT, (long) height * width, 0);
    for (int h = 0; h < height; h++) {
      int bits = 0;
      for (int w = 0; w < width; w++) {
        bits = w % 8 == 0 ? in.u8() : bits << 1;
        canvas.put(h, w, Canvas.grey((bits & 0x80) != 0 ? 255 : 0));
      }
    }
    return canvas.picture();
  }

  /** Seven bits a byte, as long as the eighth is set. */
  private static int extent(Bytes in) throws BadPictureException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int next = in.u8();
      value = value << 7 | next & 0x7F;
      if (next < 0x80) {
        return value;
      }
    }
    throw BadPictureException.damaged("its size does not end");
  }
}

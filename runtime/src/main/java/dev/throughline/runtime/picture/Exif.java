package dev.throughline.runtime.picture;

/** The one fact of EXIF that changes pixels. What is damaged there says nothing. */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int TIFF_MARK = 42;

  private Exif() {}

  /** The orientation in a TIFF header and its first directory, or upright. */
  static Orientation orientation(Bytes tiff) {
    try {
      boolean low = tiff.startsWith("II");
      if (!low && !tiff.startsWith("MM")) {
        return Orientation.UPRIGHT;
      }
      Bytes start = tiff.part(0);
      tiff.skip(2);
      if (u16(tiff, low) != TIFF_MARK) {
        return Orientation.UPRIGHT;
      }
      long offset = low ? tiff.low32() : tiff.u32();
      tiff.skip(offset - (tiff.at() - start.at()));
      int entries = u16(tiff, low);
      for (int i = 0; i < entries; i++) {
        int tag = u16(tiff, low);
        int type = u16(tiff, low);
        long count = low ? tiff.low32() : tiff.u32();
        int value = u16(tiff, low);
        tiff.skip(2);
        if (tag == ORIENTATION) {
          return type == SHORT && count == 1 ? Orientation.of(value) : Orientation.UPRIGHT;
        }
      }
      return Orientation.UPRIGHT;
    } catch (BadPictureException e) {
      return Orientation.UPRIGHT;
    }
  }

  private static int u16(Bytes in, boolean low) throws BadPictureException {
    return low ? in.low16() : in.u16();
  }
}

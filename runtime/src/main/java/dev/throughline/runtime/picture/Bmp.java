package dev.throughline.runtime.picture;

import java.util.Locale;

/**
 * BMP in the forms of Windows and OS/2: 1 to 32 bits a pixel, with a palette, with masks, or packed in
 * runs ({@link BmpRuns}). What runs leave out shows the palette's first colour. Alpha is dropped.
 */
final class Bmp {
  private static final int FILE_HEADER = 14;
  private static final int SHORT_HEADER = 12;
  private static final int MASKED_HEADER = 52; // the shortest that has masks within

  private static final int PLAIN = 0;
  private static final int RUNS_OF_8 = 1;
  private static final int RUNS_OF_4 = 2;
  private static final int MASKS = 3;
  private static final int MASKS_AND_ALPHA = 6;

  private Bmp() {}

  static Picture read(Bytes in, int channels) throws BadPictureException {
    in.skip(10);
    long start = in.low32();
    long headerSize = in.low32();
    boolean isShort = headerSize == SHORT_HEADER;
    if (!isShort && (headerSize < 40 || headerSize > 124)) {
      throw BadPictureException.damaged("its header has a size that BMP does not know");
    }
    long width = isShort ? in.low16() : (int) in.low32();
    long storedHeight = isShort ? in.low16() : (int) in.low32();
    in.skip(2);
    int bits = in.low16();
    long packing = isShort ? PLAIN : in.low32();
    long colours = 0;
    if (!isShort) {
      in.skip(12);
      colours = in.low32();
      in.skip(4);
    }
    long[] masks = masks(in, headerSize, packing, bits);
    if (headerSize > 40) {
      in.skip(FILE_HEADER + headerSize - in.at());
    }
    int[] palette = new int[0];
    if (bits <= 8) {
      palette = palette(in, bits, colours, isShort ? 3 : 4);
      if (start == FILE_HEADER + headerSize) {
        start = in.at(); // written by programs that forget the palette
      }
    }
    Form form =
        new Form(width, Math.abs(storedHeight), storedHeight < 0, bits, masks, palette);
    in.skip(start - in.at());
    if (packing == RUNS_OF_8 || packing == RUNS_OF_4) {
      form.checkPacking(packing == RUNS_OF_8 ? 8 : 4);
      return BmpRuns.read(in, form, channels);
    }
    return plain(in, form, channels);
  }

  private static long[] masks(Bytes in, long headerSize, long packing, int bits)
      throws BadPictureException {
    boolean known =
        switch (bits) {
          case 1, 4, 8, 24 -> packing == PLAIN || packing == RUNS_OF_8 || packing == RUNS_OF_4
              || (packing == MASKS && bits == 24);
          case 16, 32 -> packing == PLAIN || packing == MASKS || packing == MASKS_AND_ALPHA;
          default -> false;
        };
    if (!known) {
      throw new BadPictureException(
          String.format(Locale.ROOT, "it is a BMP of %d bits packed in form %d, which is not read",
              bits, packing));
    }
    long[] usual = bits == 16 ? new long[] {0x7C00, 0x3E0, 0x1F}
        : new long[] {0xFF0000, 0xFF00, 0xFF};
    if (packing != MASKS && packing != MASKS_AND_ALPHA) {
      return usual;
    }
    long[] masks = {in.low32(), in.low32(), in.low32()};
    if (headerSize < MASKED_HEADER && packing == MASKS_AND_ALPHA) {
      in.skip(4);
    }
    if (masks[0] == 0 && masks[1] == 0 && masks[2] == 0) {
      return usual;
    }
    for (long mask : masks) {
      long ones = mask >> Long.numberOfTrailingZeros(mask);
      if (mask == 0 || (ones & (ones + 1)) != 0) {
        throw BadPictureException.damaged("a colour's mask has gaps");
      }
    }
    return masks;
  }

  private static int[] palette(Bytes in, int bits, long colours, int bytesEach)
      throws BadPictureException {
    int most = 1 << bits;
    int[] palette = new int[colours == 0 ? most : (int) Math.min(colours, most)];
    for (int i = 0; i < palette.length; i++) {
      int blue = in.u8();
      int green = in.u8();
      int red = in.u8();
      in.skip(bytesEach - 3);
      palette[i] = Canvas.rgb(red, green, blue);
    }
    return palette;
  }

  private static Picture plain(Bytes in, Form form, int channels) throws BadPictureException {
    long row = (form.width * form.bits + 31) / 32 * 4;
    long most = row <= 0 ? 0 : in.left() / row * form.width;
    Canvas canvas =
        Canvas.claim(channels, form.height, form.width, Orientation.UPRIGHT, most, 0);
    for (int h = 0; h < form.height; h++) {
      Bytes line = in.part(row);
      int shown = form.shownRow(h);
      int packed = 0;
      for (int w = 0; w < form.width; w++) {
        if (form.bits > 8) {
          canvas.put(shown, w, form.masked(line));
        } else {
          int perByte = 8 / form.bits;
          packed = w % perByte == 0 ? line.u8() : packed << form.bits;
          canvas.put(shown, w, form.colour(packed >> (8 - form.bits) & ((1 << form.bits) - 1)));
        }
      }
    }
    return canvas.picture();
  }

  /** How pixels are stored. */
  record Form(
      long width, long height, boolean topFirst, int bits, long[] masks, int[] palette) {

    int shownRow(int stored) {
      return topFirst ? stored : (int) height - 1 - stored;
    }

    int colour(int number) throws BadPictureException {
      if (number >= palette.length) {
        throw BadPictureException.damaged("it shows a colour that its palette lacks");
      }
      return palette[number];
    }

    private int masked(Bytes line) throws BadPictureException {
      long pixel = line.low16();
      pixel |= switch (bits) {
        case 16 -> 0;
        case 24 -> line.u8() << 16;
        default -> (long) line.low16() << 16;
      };
      return Canvas.rgb(part(pixel, masks[0]), part(pixel, masks[1]), part(pixel, masks[2]));
    }

    private static int part(long pixel, long mask) {
      int shift = Long.numberOfTrailingZeros(mask);
      return (int) (((pixel & mask) >> shift) * 255 / (mask >> shift));
    }

    private void checkPacking(int needed) throws BadPictureException {
      if (bits != needed || topFirst) {
        throw BadPictureException.damaged("its runs do not fit its pixels");
      }
    }
  }
}

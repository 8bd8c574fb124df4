package dev.throughline.runtime.picture;

import org.jspecify.annotations.Nullable;

/**
 * GIF: the first frame on its screen. Where the frame does not reach, the screen shows the transparent
 * colour if there is one, else the palette's first. Later frames are passed over.
 */
final class Gif {
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;

  private final Bytes in;
  private int transparent = -1;

  private Gif(Bytes in) {
    this.in = in;
  }

  static Picture read(Bytes in, int channels) throws BadPictureException {
    in.skip(6);
    return new Gif(in).read(channels);
  }

  private Picture read(int channels) throws BadPictureException {
    int width = in.low16();
    int height = in.low16();
    int flags = in.u8();
    in.skip(2); // the background, which nobody paints, and the aspect of pixels
    int[] palette = palette(flags);
    Picture picture = null;
    for (int mark = in.u8(); mark != TRAILER; mark = in.u8()) {
      if (mark == EXTENSION) {
        extension(picture == null);
      } else if (mark != IMAGE) {
        throw BadPictureException.damaged("it has a block that GIF does not know");
      } else if (picture == null) {
        picture = frame(channels, height, width, palette);
      } else {
        in.skip(8);
        palette(in.u8());
        in.skip(1);
        Lzw.skipBlocks(in);
      }
    }
    if (picture == null) {
      throw BadPictureException.damaged("it has no frame");
    }
    return picture;
  }

  private void extension(boolean beforeFirst) throws BadPictureException {
    if (in.u8() == GRAPHIC_CONTROL && beforeFirst) {
      Bytes block = in.part(in.u8());
      boolean has = (block.u8() & 1) != 0;
      block.skip(2);
      int colour = block.u8();
      if (has) {
        transparent = colour;
      }
    }
    Lzw.skipBlocks(in);
  }

  private int @Nullable [] palette(int flags) throws BadPictureException {
    if ((flags & 0x80) == 0) {
      return null;
    }
    int[] colours = new int[2 << (flags & 7)];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = Canvas.rgb(in.u8(), in.u8(), in.u8());
    }
    return colours;
  }

  private Picture frame(int channels, int screenHeight, int screenWidth, int @Nullable [] common)
      throws BadPictureException {
    int left = in.low16();
    int top = in.low16();
    int width = in.low16();
    int height = in.low16();
    int flags = in.u8();
    int[] own = palette(flags);
    Palette palette = new Palette(own != null ? own : common);
    if (width == 0 || height == 0) {
      throw BadPictureException.damaged("its frame has no pixels");
    }
    long codes = in.left() * 8L / 2; // a code takes two bits or more; the n-th makes at most n pixels
    if ((long) height * width > codes * Math.min(codes, 4096)) {
      throw BadPictureException.cutShort();
    }
    Canvas canvas =
        Canvas.claim(
            channels,
            Math.max(screenHeight, top + height),
            Math.max(screenWidth, left + width),
            Orientation.UPRIGHT,
            Canvas.MOST_PIXELS, // a frame may be small on a large screen
            0);
    int ground = palette.ground(transparent);
    for (int h = 0; h < Math.max(screenHeight, top + height); h++) {
      for (int w = 0; w < Math.max(screenWidth, left + width); w++) {
        canvas.put(h, w, ground);
      }
    }
    int[] rows = (flags & 0x40) != 0 ? interlaced(height) : null;
    Lzw lzw = new Lzw(in);
    lzw.unpack(
        height * width,
        (place, colour) -> {
          int row = place / width;
          canvas.put(
              top + (rows == null ? row : rows[row]), left + place % width, palette.of(colour));
        });
    lzw.finish();
    return canvas.picture();
  }

  /** Rows in the order stored: every eighth, those between, and so on. */
  private static int[] interlaced(int height) {
    int[] rows = new int[height];
    int at = 0;
    int[] starts = {0, 4, 2, 1};
    int[] steps = {8, 8, 4, 2};
    for (int pass = 0; pass < starts.length; pass++) {
      for (int row = starts[pass]; row < height; row += steps[pass]) {
        rows[at++] = row;
      }
    }
    return rows;
  }

  /** Colours by number; without a palette, a number is a grey. */
  private record Palette(int @Nullable [] colours) {
    int of(int number) throws BadPictureException {
      if (colours == null) {
        return Canvas.grey(number);
      }
      if (number >= colours.length) {
        throw BadPictureException.damaged("it shows a colour that its palette lacks");
      }
      return colours[number];
    }

    int ground(int transparent) throws BadPictureException {
      boolean known = transparent >= 0 && (colours == null || transparent < colours.length);
      return of(known ? transparent : 0);
    }
  }
}

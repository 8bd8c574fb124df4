package dev.throughline.runtime.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * PNG (W3C recommendation, 3rd edition): chunks first, then {@link PngPixels}. Text, profiles and all else
 * that does not change a pixel is passed over unread, so what is packed into it costs nothing.
 */
final class Png {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final int UNPACKS_TO = 1032; // bytes that deflate makes of one at most

  private @Nullable PngHeader header;
  private int @Nullable [] palette;
  private Orientation orientation = Orientation.UPRIGHT;
  private final List<Bytes> data = new ArrayList<>();

  private Png() {}

  static Picture read(Bytes in, int channels) throws BadPictureException {
    in.skip(SIGNATURE.length());
    Png png = new Png();
    while (png.takeChunk(in)) {
      // Up to the chunk that says it is the last.
    }
    return png.picture(channels);
  }

  private boolean takeChunk(Bytes in) throws BadPictureException {
    long length = in.u32();
    Bytes named = in.part(length + 4);
    CRC32 crc = new CRC32();
    crc.update(named.array(), named.at(), named.left());
    boolean sound = crc.getValue() == in.u32();
    String name = name(named);
    boolean critical = Character.isUpperCase(name.charAt(0));
    if (!sound) {
      if (critical) {
        throw BadPictureException.damaged("a check sum is wrong");
      }
      return true; // it changes no pixel
    }
    switch (name) {
      case "IHDR" -> header = PngHeader.read(named);
      case "PLTE" -> palette = palette(named);
      case "IDAT" -> data.add(named);
      case "eXIf" -> orientation = Exif.orientation(named);
      case "IEND" -> {
        return false;
      }
      default -> {
        if (critical) {
          throw BadPictureException.damaged("it has a chunk that PNG does not know");
        }
      }
    }
    return true;
  }

  private static String name(Bytes chunk) throws BadPictureException {
    char[] letters = new char[4];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) chunk.u8();
    }
    return new String(letters);
  }

  private static int[] palette(Bytes chunk) throws BadPictureException {
    int[] colours = new int[chunk.left() / 3];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = Canvas.rgb(chunk.u8(), chunk.u8(), chunk.u8());
    }
    return colours;
  }

  private Picture picture(int channels) throws BadPictureException {
    PngHeader size = header;
    if (size == null || data.isEmpty()) {
      throw BadPictureException.damaged("it has no pixels");
    }
    if (size.hasPalette() && palette == null) {
      throw BadPictureException.damaged("it has no palette");
    }
    long packed = data.stream().mapToLong(Bytes::left).sum();
    // Every row has a byte more, which alone bounds how many pixels lie in narrow rows.
    long most = packed * UNPACKS_TO * 8 / size.bitsPerPixel();
    Canvas canvas =
        Canvas.claim(
            channels, size.height(), size.width(), orientation, most, 2 * size.rowBytes());
    new PngPixels(size, palette, data).draw(canvas);
    return canvas.picture();
  }

  /** The first chunk. */
  record PngHeader(long width, long height, int depth, int colour, boolean interlaced) {
    private static final int PALETTE = 3;

    static PngHeader read(Bytes in) throws BadPictureException {
      long width = in.u32();
      long height = in.u32();
      int depth = in.u8();
      int colour = in.u8();
      int methods = in.u16(); // of compression and of filters: there is one of each
      int interlace = in.u8();
      if (methods != 0 || interlace > 1) {
        throw BadPictureException.damaged("it is packed in a way that PNG does not know");
      }
      PngHeader header = new PngHeader(width, height, depth, colour, interlace == 1);
      boolean known =
          switch (header.colour) {
            case 0 -> header.depth == 16 || header.isUpToEight();
            case PALETTE -> header.isUpToEight();
            case 2, 4, 6 -> header.depth == 8 || header.depth == 16;
            default -> false;
          };
      if (!known) {
        throw BadPictureException.damaged(
            String.format(Locale.ROOT, "%d bits of colour type %d are no PNG", header.depth,
                header.colour));
      }
      return header;
    }

    private boolean isUpToEight() {
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    }

    boolean hasPalette() {
      return colour == PALETTE;
    }

    boolean hasColours() {
      return colour == 2 || colour == 6;
    }

    /** Numbers stored for a pixel, a possible alpha included. */
    int samples() {
      return switch (colour) {
        case 2 -> 3;
        case 4 -> 2;
        case 6 -> 4;
        default -> 1;
      };
    }

    int bitsPerPixel() {
      return depth * samples();
    }

    long rowBytes() {
      return rowBytes(width);
    }

    long rowBytes(long pixels) {
      return (pixels * bitsPerPixel() + 7) / 8;
    }
  }
}

package dev.throughline.runtime.picture;

import dev.throughline.runtime.picture.Png.PngHeader;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Rows of a PNG: unpacked, filters undone, interlacing undone; never more than one row at a time. */
final class PngPixels {
  /** Adam7's seven passes: first row and column, steps down and right; then a picture of one pass. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}
  };
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final PngHeader header;
  private final int @Nullable [] palette;
  private final Iterator<Bytes> data;
  private final Inflater inflater = new Inflater();
  private byte[] row;
  private byte[] above;

  PngPixels(PngHeader header, int @Nullable [] palette, List<Bytes> data) {
    this.header = header;
    this.palette = palette;
    this.data = data.iterator();
    this.row = new byte[(int) header.rowBytes()];
    this.above = new byte[row.length];
  }

  void draw(Canvas canvas) throws BadPictureException {
    try (inflater) {
      for (int[] pass : header.interlaced() ? PASSES : ONE_PASS) {
        draw(canvas, pass[0], pass[1], pass[2], pass[3]);
      }
    } catch (DataFormatException e) {
      throw new BadPictureException("it is damaged: its pixels are not sound zlib data", e);
    }
  }

  private void draw(Canvas canvas, int top, int left, int down, int right)
      throws BadPictureException, DataFormatException {
    long pixels = (header.width() - left + right - 1) / right;
    if (pixels < 1) {
      return; // a pass without columns has no rows either
    }
    int bytes = (int) header.rowBytes(pixels);
    int before = Math.max(1, header.bitsPerPixel() / 8);
    byte[] filter = new byte[1];
    Arrays.fill(above, (byte) 0);
    for (int h = top; h < header.height(); h += down) {
      unpack(filter, 1);
      unpack(row, bytes);
      unfilter(filter[0], bytes, before);
      for (int i = 0; i < pixels; i++) {
        canvas.put(h, left + i * right, colour(i));
      }
      byte[] kept = above;
      above = row;
      row = kept;
    }
  }

  private void unpack(byte[] into, int count) throws BadPictureException, DataFormatException {
    int done = 0;
    while (done < count) {
      int more = inflater.inflate(into, done, count - done);
      done += more;
      if (more == 0) {
        if (inflater.needsDictionary()) {
          throw BadPictureException.damaged("its pixels need a dictionary");
        }
        if (inflater.finished() || !data.hasNext()) {
          throw BadPictureException.cutShort();
        }
        Bytes next = data.next();
        inflater.setInput(next.array(), next.at(), next.left());
      }
    }
  }

  private void unfilter(int filter, int bytes, int before) throws BadPictureException {
    for (int i = 0; i < bytes; i++) {
      int left = i < before ? 0 : row[i - before] & 0xFF;
      int up = above[i] & 0xFF;
      int guess =
          switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, i < before ? 0 : above[i - before] & 0xFF);
            default ->
                throw BadPictureException.damaged("a row has a filter that PNG does not know");
          };
      row[i] += (byte) guess;
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
  }

  private int colour(int pixel) throws BadPictureException {
    int samples = header.samples();
    if (header.hasColours()) {
      int at = pixel * samples;
      return Canvas.rgb(sample(at), sample(at + 1), sample(at + 2));
    }
    int value = sample(pixel * samples);
    if (palette == null || !header.hasPalette()) {
      return Canvas.grey(value * 255 / largest());
    }
    if (value >= palette.length) {
      throw BadPictureException.damaged("it shows a colour that its palette lacks");
    }
    return palette[value];
  }

  private int largest() {
    return (1 << Math.min(8, header.depth())) - 1;
  }

  /** A number of the row; of two bytes, the high one. */
  private int sample(int index) {
    return switch (header.depth()) {
      case 16 -> row[2 * index] & 0xFF;
      case 8 -> row[index] & 0xFF;
      default -> {
        int bit = index * header.depth();
        yield row[bit / 8] >> (8 - header.depth() - bit % 8) & largest();
      }
    };
  }
}

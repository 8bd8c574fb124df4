package dev.throughline.runtime.picture;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG's segments up to its end marker. Profiles, thumbnails and comments are left out of what the
 * decoder sees: they change no pixel here, and what is packed into them costs nothing.
 */
final class JpegSegments {
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int JFIF = 0xE0;
  private static final int EXIF = 0xE1;
  private static final int ADOBE = 0xEE;
  private static final int APPLICATION_LAST = 0xEF;
  private static final int COMMENT = 0xFE;

  /** Adobe's segment with transform 0: tells Java's decoder to leave the samples as they are. */
  private static final byte[] LEAVE_SAMPLES = {
    (byte) 0xFF, (byte) ADOBE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean jfif;
  private int adobe = -1;
  private int height;
  private int width;
  private int[] ids = {};

  private JpegSegments() {}

  static JpegSegments read(Bytes in) throws BadPictureException {
    JpegSegments segments = new JpegSegments();
    in.skip(2);
    segments.kept.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
    segments.kept.writeBytes(LEAVE_SAMPLES);
    while (segments.take(in)) {
      // Up to the end marker.
    }
    if (segments.ids.length == 0) {
      throw BadPictureException.damaged("it has no frame");
    }
    return segments;
  }

  private boolean take(Bytes in) throws BadPictureException {
    int marker = marker(in);
    if (marker == END) {
      keep(marker);
      return false;
    }
    if (marker >= 0xD0 && marker <= 0xD8 || marker == 0x01) {
      return true; // stands alone; between segments it means nothing
    }
    int length = in.u16();
    Bytes segment = in.part(length - 2L);
    int from = segment.at() - 2;
    switch (marker) {
      case JFIF -> jfif |= segment.startsWith("JFIF\0");
      case EXIF -> exif(segment);
      case ADOBE -> adobe(segment);
      case 0xC0, 0xC1, 0xC2 -> frame(segment);
      case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF ->
          throw new BadPictureException("it is a JPEG of a rare kind, which is not read");
      default -> {}
    }
    if ((marker < JFIF || marker > APPLICATION_LAST) && marker != COMMENT) {
      keep(marker);
      kept.write(in.array(), from, length);
    }
    if (marker == SCAN) {
      int begin = in.at();
      skipScan(in);
      kept.write(in.array(), begin, in.at() - begin);
    }
    return true;
  }

  private void keep(int marker) {
    kept.write(0xFF);
    kept.write(marker);
  }

  private static int marker(Bytes in) throws BadPictureException {
    int before = 0;
    while (true) {
      int next = in.u8();
      if (before == 0xFF && next != 0xFF && next != 0) {
        return next;
      }
      before = next; // bytes too many, or fill bytes
    }
  }

  /** Goes to the next marker that ends a scan. */
  private static void skipScan(Bytes in) throws BadPictureException {
    byte[] all = in.array();
    int at = in.at();
    int end = at + in.left();
    while (at + 1 < end) {
      int next = all[at + 1] & 0xFF;
      if (all[at] == (byte) 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
        in.skip(at - in.at());
        return;
      }
      at++;
    }
    throw BadPictureException.cutShort();
  }

  private void exif(Bytes segment) throws BadPictureException {
    if (segment.startsWith("Exif\0") && segment.left() > 6) {
      segment.skip(6);
      orientation = Exif.orientation(segment);
    }
  }

  private void adobe(Bytes segment) throws BadPictureException {
    if (segment.startsWith("Adobe") && segment.left() >= 12) {
      segment.skip(11);
      adobe = segment.u8();
    }
  }

  private void frame(Bytes segment) throws BadPictureException {
    if (ids.length > 0) {
      throw BadPictureException.damaged("it has two frames");
    }
    int depth = segment.u8();
    if (depth != 8) {
      throw new BadPictureException("it is a JPEG of more than 8 bits, which is not read");
    }
    height = segment.u16();
    width = segment.u16();
    ids = new int[segment.u8()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = segment.u8();
      segment.skip(2);
    }
  }

  int components() {
    return ids.length;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  Orientation orientation() {
    return orientation;
  }

  byte[] forDecoder() {
    return kept.toByteArray();
  }

  /** By the marks of JFIF and Adobe, else by how the components are called. */
  JpegColours colours() {
    if (ids.length == 1) {
      return JpegColours.GREY;
    }
    if (ids.length == 4) {
      return adobe == 2 ? JpegColours.YCCK : JpegColours.CMYK;
    }
    boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
    boolean rgb = !jfif && (adobe >= 0 ? adobe == 0 : named);
    return rgb ? JpegColours.RGB : JpegColours.YCC;
  }
}

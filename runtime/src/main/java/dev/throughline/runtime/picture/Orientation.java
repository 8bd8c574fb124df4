package dev.throughline.runtime.picture;

/**
 * How a camera was held: where stored rows and columns go when the picture is shown upright.
 *
 * @param tag the value of EXIF's tag 0x0112, 1 to 8
 */
record Orientation(int tag) {
  static final Orientation UPRIGHT = new Orientation(1);

  /** A value that is none of the eight means nothing. */
  static Orientation of(int tag) {
    return tag >= 1 && tag <= 8 ? new Orientation(tag) : UPRIGHT;
  }

  /** Whether stored rows become columns. */
  boolean turns() {
    return tag >= 5;
  }

  /** Whether the stored picture's left becomes the right, or the bottom where rows become columns. */
  boolean mirrorsColumns() {
    return switch (tag) {
      case 2, 3, 7, 8 -> true;
      case 1, 4, 5, 6 -> false;
      default -> throw new IllegalStateException("no orientation " + tag);
    };
  }

  /** Whether the stored picture's top becomes the bottom, or the right where rows become columns. */
  boolean mirrorsRows() {
    return switch (tag) {
      case 3, 4, 6, 7 -> true;
      case 1, 2, 5, 8 -> false;
      default -> throw new IllegalStateException("no orientation " + tag);
    };
  }
}

package dev.throughline.runtime.picture;

import dev.throughline.runtime.picture.Bmp.Form;

/** BMP's runs: a length and a colour (or two of 4 bits by turns), or a zero and an order. */
final class BmpRuns {
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final Bytes in;
  private final Form form;
  private final Canvas canvas;
  private int row;
  private int column;

  private BmpRuns(Bytes in, Form form, Canvas canvas) {
    this.in = in;
    this.form = form;
    this.canvas = canvas;
  }

  static Picture read(Bytes in, Form form, int channels) throws BadPictureException {
    // Two bytes make at most 255 pixels, four move by at most 255 rows.
    long most = Math.max(in.left() * 128L, in.left() * 64L * Math.max(0, form.width()));
    Canvas canvas =
        Canvas.claim(channels, form.height(), form.width(), Orientation.UPRIGHT, most, 0);
    for (int h = 0; h < form.height(); h++) {
      for (int w = 0; w < form.width(); w++) {
        canvas.put(h, w, form.colour(0));
      }
    }
    BmpRuns runs = new BmpRuns(in, form, canvas);
    while (runs.take()) {
      // Up to the end of the picture.
    }
    return canvas.picture();
  }

  private boolean take() throws BadPictureException {
    int count = in.u8();
    int value = in.u8();
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        put(form.bits() == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
      }
      return true;
    }
    switch (value) {
      case END_OF_PICTURE -> {
        return false;
      }
      case END_OF_ROW -> {
        row++;
        column = 0;
      }
      case MOVE -> {
        column += in.u8();
        row += in.u8();
      }
      default -> literal(value);
    }
    return true;
  }

  private void literal(int count) throws BadPictureException {
    int bytes = form.bits() == 8 ? count : (count + 1) / 2;
    Bytes pixels = in.part(bytes + bytes % 2);
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (form.bits() == 8) {
        put(pixels.u8());
      } else {
        value = i % 2 == 0 ? pixels.u8() : value << 4;
        put(value >> 4 & 15);
      }
    }
  }

  /** Pixels to the right of a row or above the last are dropped, as in other readers. */
  private void put(int number) throws BadPictureException {
    if (row < form.height() && column < form.width()) {
      canvas.put(form.shownRow(row), column, form.colour(number));
    }
    column++;
  }
}

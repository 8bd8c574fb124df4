package dev.throughline.runtime.picture;

import java.io.IOException;

/** Bytes are no sound picture; the message ends a sentence such as "cannot read `cat.png`: …". */
public final class BadPictureException extends IOException {
  private static final long serialVersionUID = 1;

  BadPictureException(String reason) {
    super(reason);
  }

  BadPictureException(String reason, Throwable cause) {
    super(reason, cause);
  }

  static BadPictureException unknownFormat() {
    return new BadPictureException(
        "it is not a picture of a known format (PNG, JPEG, GIF, BMP)");
  }

  static BadPictureException cutShort() {
    return new BadPictureException("it is cut short");
  }

  static BadPictureException damaged(String where) {
    return new BadPictureException("it is damaged: " + where);
  }
}

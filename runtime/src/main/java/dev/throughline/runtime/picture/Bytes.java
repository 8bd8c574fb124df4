package dev.throughline.runtime.picture;

/** A place in the bytes of a file; nothing is read beyond their end. */
final class Bytes {
  private final byte[] all;
  private final int end;
  private int at;

  Bytes(byte[] all, int from, int end) {
    this.all = all;
    this.at = from;
    this.end = end;
  }

  static Bytes of(byte[] all) {
    return new Bytes(all, 0, all.length);
  }

  byte[] array() {
    return all;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  void skip(long count) throws BadPictureException {
    if (count < 0 || count > left()) {
      throw BadPictureException.cutShort();
    }
    at += (int) count;
  }

  /** The next {@code count} bytes, which are skipped here. */
  Bytes part(long count) throws BadPictureException {
    int from = at;
    skip(count);
    return new Bytes(all, from, at);
  }

  int u8() throws BadPictureException {
    skip(1);
    return all[at - 1] & 0xFF;
  }

  /** Two bytes, the high one first. */
  int u16() throws BadPictureException {
    return u8() << 8 | u8();
  }

  /** Four bytes, the highest first. */
  long u32() throws BadPictureException {
    return (long) u16() << 16 | u16();
  }

  /** Two bytes, the low one first. */
  int low16() throws BadPictureException {
    return u8() | u8() << 8;
  }

  /** Four bytes, the lowest first. */
  long low32() throws BadPictureException {
    return low16() | (long) low16() << 16;
  }

  /** Whether the bytes from here on are these characters. */
  boolean startsWith(String characters) {
    if (left() < characters.length()) {
      return false;
    }
    for (int i = 0; i < characters.length(); i++) {
      if ((all[at + i] & 0xFF) != characters.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

package dev.throughline.runtime.picture;

/** GIF's form of LZW: codes of growing length from the low bits up, in blocks of up to 255 bytes. */
final class Lzw {
  private static final int MOST_CODES = 4096;

  private final Bytes in;
  private final int[] prefix = new int[MOST_CODES];
  private final byte[] last = new byte[MOST_CODES];
  private final byte[] string = new byte[MOST_CODES + 1];
  private Bytes block;
  private int bits;
  private int bitCount;

  Lzw(Bytes in) throws BadPictureException {
    this.in = in;
    this.block = in.part(0);
  }

  /** Unpacks {@code count} pixels. */
  void unpack(int count, PixelSink sink) throws BadPictureException {
    int literalBits = in.u8();
    if (literalBits < 1 || literalBits > 8) {
      throw BadPictureException.damaged("its codes have an impossible length");
    }
    int clear = 1 << literalBits;
    int end = clear + 1;
    int next = end + 1;
    int width = literalBits + 1;
    int previous = -1;
    int first = 0;
    int done = 0;
    while (done < count) {
      int code = code(width);
      if (code == clear) {
        next = end + 1;
        width = literalBits + 1;
        previous = -1;
        continue;
      }
      if (code == end) {
        throw BadPictureException.cutShort();
      }
      if (code > next || (previous < 0 && code >= clear) || (code == next && previous < 0)) {
        throw BadPictureException.damaged("it has a code that was not made yet");
      }
      int length = 0;
      int rest = code;
      if (code == next) { // the string before, with its own first pixel behind it
        string[length++] = (byte) first;
        rest = previous;
      }
      while (rest > end) {
        string[length++] = last[rest];
        rest = prefix[rest];
      }
      string[length++] = (byte) rest;
      first = rest;
      for (int i = length - 1; i >= 0 && done < count; i--) {
        sink.take(done++, string[i] & 0xFF);
      }
      if (previous >= 0 && next < MOST_CODES) {
        prefix[next] = previous;
        last[next] = (byte) first;
        next++;
        if (next == 1 << width && width < 12) {
          width++;
        }
      }
      previous = code;
    }
  }

  /** Passes over what is left of the blocks, up to the empty one that ends them. */
  void finish() throws BadPictureException {
    skipBlocks(in);
  }

  static void skipBlocks(Bytes in) throws BadPictureException {
    for (int size = in.u8(); size > 0; size = in.u8()) {
      in.skip(size);
    }
  }

  private int code(int width) throws BadPictureException {
    while (bitCount < width) {
      if (block.left() == 0) {
        int size = in.u8();
        if (size == 0) {
          throw BadPictureException.cutShort();
        }
        block = in.part(size);
      }
      bits |= block.u8() << bitCount;
      bitCount += 8;
    }
    int code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return code;
  }

  /** Receives pixels in the order stored. */
  interface PixelSink {
    void take(int place, int colour) throws BadPictureException;
  }
}

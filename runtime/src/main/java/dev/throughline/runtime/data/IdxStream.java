package dev.throughline.runtime.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The bytes of an IDX file behind its magic number; every shortage is told with the file's name. */
final class IdxStream implements Closeable {
  private static final int GZIP_FIRST = 0x1F;
  private static final int GZIP_SECOND = 0x8B;

  private final InputStream in;
  private final String name;

  /** What messages call it, in quotes. */
  private IdxStream(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  static IdxStream open(InputStream stream, String name, int magic, String what)
      throws IOException {
    BufferedInputStream raw = new BufferedInputStream(stream);
    raw.mark(2);
    boolean compressed = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
    raw.reset();
    IdxStream opened;
    try {
      opened =
          new IdxStream(
              compressed ? new BufferedInputStream(new GZIPInputStream(raw)) : raw, name);
    } catch (EOFException e) {
      throw cutShort(name, e);
    }
    int found = opened.integer();
    if (found != magic) {
      throw new DataException(
          String.format(Locale.ROOT, "%s does not hold IDX %s: it begins with 0x%08x, not 0x%08x",
              name, what, found, magic));
    }
    return opened;
  }

  int dimension() throws IOException {
    int extent = integer();
    if (extent < 0) {
      throw new DataException(
          String.format(Locale.ROOT, "%s claims a dimension of %,d: it is damaged", name,
              Integer.toUnsignedLong(extent)));
    }
    return extent;
  }

  private int integer() throws IOException {
    byte[] b = bytes(Integer.BYTES);
    return (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
  }

  /**
   * Checks a claim before memory is taken for it: fails if there is no room for so many bytes. A file that
   * lies about more than any memory has is cut short, so what there is of it is read first.
   *
   * @param count bytes that the header announces
   * @param memory bytes that they will take
   */
  void expect(long count, long memory) throws IOException {
    if (memory > Heap.most()) {
      skip(Math.min(count, Heap.most()));
      throw Heap.tooLarge("the data in " + name, memory, "use fewer of them", null);
    }
  }

  private void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw cutShort(name, e);
    }
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes;
    try {
      bytes = in.readNBytes(count); // grows as bytes arrive, so a lying count allocates nothing
    } catch (EOFException e) {
      throw cutShort(name, e); // inside a gzip member
    }
    if (bytes.length < count) {
      throw cutShort(name, new EOFException());
    }
    return bytes;
  }

  private static DataException cutShort(String name, EOFException e) {
    return new DataException(
        "%s is cut short: its header announces more than it holds".formatted(name), e);
  }

  /** One array an image, each after its bytes have proved to be there; then the end. */
  List<byte[]> images(int count, int bytesEach) {
    List<byte[]> images = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        images.add(bytes(bytesEach));
      }
      expectEnd();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return images;
  }

  void expectEnd() throws IOException {
    int next;
    try {
      next = in.read(); // for gzip this also checks the sum at the end
    } catch (EOFException e) {
      throw cutShort(name, e);
    }
    if (next >= 0) {
      throw new DataException(
          "%s holds more than its header announces: it is damaged".formatted(name));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

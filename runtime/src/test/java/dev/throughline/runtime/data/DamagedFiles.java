package dev.throughline.runtime.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Sound files of data, and ways to damage them. */
final class DamagedFiles {
  private static final int[] CLAIMS =
      {0, 1, -1, 0x7FFFFFFF, 0x80000000, 0x00010000, 0x7FFF7FFF, 0x0000FFFF, 0x40000000, 30_000};

  private final Random random;
  private final List<byte[]> others;

  DamagedFiles(long seed, List<byte[]> others) {
    this.random = new Random(seed);
    this.others = others;
  }

  /** One way of nine, drawn. */
  byte[] damage(byte[] sound) {
    byte[] file = sound.clone();
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(file, random.nextInt(file.length));
      case 1 -> flipped(file, 1);
      case 2 -> flipped(file, 1 + random.nextInt(40));
      case 3 -> claim(file, Math.min(file.length, 64)); // headers lie at the front
      case 4 -> claim(file, file.length);
      case 5 -> spliced(file, others.get(random.nextInt(others.size())));
      case 6 -> spliced(file, file);
      case 7 -> repeated(file);
      default -> random.nextInt(4) == 0 ? new byte[0] : text(file);
    };
  }

  private byte[] flipped(byte[] file, int times) {
    for (int i = 0; i < times; i++) {
      file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return file;
  }

  private byte[] claim(byte[] file, int within) {
    if (within >= 4) {
      int at = random.nextInt(within - 3);
      int claim = CLAIMS[random.nextInt(CLAIMS.length)];
      ByteBuffer.wrap(file).putInt(at, random.nextBoolean() ? claim : Integer.reverseBytes(claim));
    }
    return file;
  }

  private byte[] spliced(byte[] front, byte[] back) {
    int cut = random.nextInt(front.length);
    int from = random.nextInt(back.length);
    byte[] file = Arrays.copyOf(front, cut + back.length - from);
    System.arraycopy(back, from, file, cut, back.length - from);
    return file;
  }

  /** Some bytes stand there several times. */
  private byte[] repeated(byte[] file) {
    int from = random.nextInt(file.length);
    int length = Math.min(1 + random.nextInt(500), file.length - from);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      out.write(file, from, length);
    }
    out.write(file, from, file.length - from);
    return out.toByteArray();
  }

  private byte[] text(byte[] file) {
    return "<html><body>404 not found</body></html>".repeat(1 + file.length / 40)
        .getBytes(StandardCharsets.UTF_8);
  }

  // Sound files of the formats that hold many images

  static byte[] cifar(int labelBytes, int records) {
    byte[] file = new byte[records * (labelBytes + 3072)];
    new Random(records).nextBytes(file);
    for (int i = 0; i < records; i++) {
      Arrays.fill(file, i * (labelBytes + 3072), i * (labelBytes + 3072) + labelBytes, (byte) i);
    }
    return file;
  }

  static Map<String, byte[]> idx() throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 6 * 20);
    images.putInt(0x803).putInt(6).putInt(4).putInt(5);
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 2, 3, 4, 5};
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train-images-idx3-ubyte", images.array());
    files.put("train-labels-idx1-ubyte", labels);
    files.put("t10k-images-idx3-ubyte.gz", gzip(images.array()));
    files.put("t10k-labels-idx1-ubyte.gz", gzip(labels));
    return files;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  /** So many zeros behind a beginning, compressed: gzip's members follow each other as one. */
  static byte[] bomb(byte[] beginning, int megabytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(gzip(beginning));
    byte[] zeros = gzip(new byte[1 << 20]);
    for (int i = 0; i < megabytes; i++) {
      out.writeBytes(zeros);
    }
    return out.toByteArray();
  }
}

package dev.throughline.samples.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded files are what {@link FashionSubset} drew, byte for byte. */
final class EmbeddedImagesTest {

  private static final String FOLDER = "/dev/throughline/samples/fashion-mnist/";

  @ParameterizedTest
  @CsvSource({"train, 1000", "t10k, 200"})
  void everyClassIsThereEquallyOften(String part, int perClass) throws IOException {
    ByteBuffer labels = ByteBuffer.wrap(content(part + "-labels-idx1-ubyte.gz"));
    assertEquals(0x0801, labels.getInt());
    assertEquals(10 * perClass, labels.getInt());
    assertEquals(10 * perClass, labels.remaining());
    int[] counts = new int[10];
    while (labels.hasRemaining()) {
      counts[labels.get()]++;
    }
    int[] expected = new int[10];
    Arrays.fill(expected, perClass);
    assertArrayEquals(expected, counts);
  }

  @ParameterizedTest
  @CsvSource({"train, 10000", "t10k, 2000"})
  void imagesAre28By28(String part, int count) throws IOException {
    ByteBuffer images = ByteBuffer.wrap(content(part + "-images-idx3-ubyte.gz"));
    assertEquals(0x0803, images.getInt());
    assertEquals(count, images.getInt());
    assertEquals(28, images.getInt());
    assertEquals(28, images.getInt());
    assertEquals(count * 28 * 28, images.remaining());
  }

  /** Of the content, not of the gzip file: another zlib may compress the same bytes otherwise. */
  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte.gz, 174da78bf4c76bbeec47e76c4578ca5739cdfb943808c92acbb51c082aa1566d",
    "train-labels-idx1-ubyte.gz, 6c59fecbcc3f2fe227d879b40e5bc454b0756217f1e5c2a5b88b09738ccd5b36",
    "t10k-images-idx3-ubyte.gz, 6829c9859baf6e94560818d67863356098122bbfbe4b2c087de2d9a0229b6f1e",
    "t10k-labels-idx1-ubyte.gz, 4b5f8876b43d7c51fec66a32cd0d06f4523d1944bf00887b6012432c84ab5d0c",
  })
  void checksum(String file, String sha256) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content(file));
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }

  /** A fresh clone stays small. */
  @Test
  void allFilesTogetherTakeAtMostSixMegabytes() throws IOException {
    long bytes = 0;
    for (String part : new String[] {"train", "t10k"}) {
      bytes += packed(part + "-images-idx3-ubyte.gz").length;
      bytes += packed(part + "-labels-idx1-ubyte.gz").length;
    }
    assertTrue(bytes <= 6_000_000, bytes + " bytes");
  }

  private static byte[] content(String file) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed(file)))) {
      return in.readAllBytes();
    }
  }

  private static byte[] packed(String file) throws IOException {
    try (InputStream in = EmbeddedImagesTest.class.getResourceAsStream(FOLDER + file)) {
      assertNotNull(in, file);
      return in.readAllBytes();
    }
  }
}

package dev.throughline.runtime.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that lie or are damaged. */
class DamageTest {
  static List<String> names() {
    return Samples.names();
  }

  static List<String> pngs() {
    return names().stream().filter(name -> name.endsWith(".png")).toList();
  }

  private static String reason(byte[] file) {
    return String.valueOf(
        assertThrows(BadPictureException.class, () -> Picture.read(file, 3)).getMessage());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPictureThatIsCutShortIsRefused(String name) {
    byte[] whole = Samples.bytes(name);
    int step = Math.max(1, whole.length / 300);
    for (int length = 0; length < whole.length; length += length < whole.length - 300 ? step : 1) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(BadPictureException.class, () -> Picture.read(cut, 3), "after " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("pngs")
  void aPngWithAWrongByteIsRefusedOrReadAsItWas(String name) throws BadPictureException {
    byte[] whole = Samples.bytes(name);
    byte[] pixels = Picture.read(whole, 3).pixels();
    for (int at = 0; at < whole.length; at++) {
      byte[] wrong = whole.clone();
      wrong[at] ^= 0x10;
      try {
        Picture picture = Picture.read(wrong, 3);
        assertTrue(Arrays.equals(pixels, picture.pixels()) || name.equals("rotated.png"),
            "at " + at);
      } catch (BadPictureException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("it "), e.getMessage());
      }
    }
  }

  @Test
  void aGifOf35BytesThatClaims30000By30000PixelsIsRefused() {
    byte[] gif =
        HexFormat.of().parseHex(
            "474946383961" + "30753075" + "800000" + "000000ffffff" + "2c0000000030753075" + "00"
                + "02024c01003b");
    assertEquals(35, gif.length);
    assertEquals("it is cut short", reason(gif));
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(24, (short) 1).putShort(26,
        (short) 1);
    assertEquals(
        "it claims 30,000×30,000 pixels, more than the 67,108,864 that a picture may have",
        reason(gif));
  }

  @Test
  void headersThatClaimMoreThanTheFileHoldsAreRefused() {
    assertEquals(
        "it claims 8,000×8,000 pixels, more than it can hold",
        reason(Samples.png(8000, 8000, new byte[9])));
    assertEquals(
        "it claims 100,000×100,000 pixels, more than the 67,108,864 that a picture may have",
        reason(Samples.png(100_000, 100_000, new byte[9])));
    assertEquals(
        "it claims 4,294,967,295×1 pixels", reason(Samples.png(-1, 1, new byte[9])).substring(15));
    byte[] bmp = Samples.bytes("24.bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 8000).putInt(22, 8000);
    assertEquals("it claims 8,000×8,000 pixels, more than it can hold", reason(bmp));
    byte[] jpeg = Samples.bytes("444.jpg");
    int frame = HexFormat.of().formatHex(jpeg).indexOf("ffc00011") / 2;
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 8000).putShort(frame + 7, (short) 8000);
    assertEquals("it claims 8,000×8,000 pixels, more than it can hold", reason(jpeg));
  }

  @Test
  void whatIsPackedIntoTextAndProfilesIsNotUnpacked() throws IOException {
    byte[] bomb = deflated(50 << 20);
    ByteArrayOutputStream extra = new ByteArrayOutputStream();
    for (String name : List.of("zTXt", "iCCP", "iTXt")) {
      extra.writeBytes(Samples.chunk(name, bomb));
    }
    byte[] whole = Samples.bytes("rgb8.png");
    int behindHeader = 8 + 25;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(whole, 0, behindHeader);
    out.writeBytes(extra.toByteArray());
    out.write(whole, behindHeader, whole.length - behindHeader);
    assertArrayEquals(
        Picture.read(whole, 3).pixels(), Picture.read(out.toByteArray(), 3).pixels());
  }

  @Test
  void pixelsBeyondTheLastRowAreNotUnpacked() throws IOException {
    byte[] black = new byte[4 * 4 * 3];
    assertArrayEquals(black, Picture.read(Samples.png(4, 4, deflated(50 << 20)), 3).pixels());
  }

  @Test
  void damagedExifTurnsNothing() throws BadPictureException {
    byte[] upright = Picture.read(Samples.bytes("exif1-big.jpg"), 3).pixels();
    byte[] turned = Samples.bytes("exif6-big.jpg");
    int exif = HexFormat.of().formatHex(turned).indexOf("457869660000") / 2 + 6;
    for (int at = exif; at < exif + 12; at++) { // byte order, mark, offset, number of entries
      byte[] damaged = turned.clone();
      damaged[at] = (byte) 0xFF;
      Picture picture = Picture.read(damaged, 3);
      if (picture.width() == 13) {
        assertArrayEquals(upright, picture.pixels());
      }
    }
  }

  @Test
  void wbmpIsReadAndFilesThatOnlyBeginLikeItAreNot() throws BadPictureException {
    byte[] wbmp = HexFormat.of().parseHex("0000" + "0a02" + "80c0" + "7fff");
    int[] white = {0, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19}; // of 10×2
    byte[] expected = new byte[20];
    for (int place : white) {
      expected[place] = (byte) 255;
    }
    assertArrayEquals(expected, Picture.read(wbmp, 1).pixels());
    for (String other : List.of(
        "00000803" + "0000000a0000001c0000001c", "00000100" + "0100", "00000018667479706d703432",
        "00000a02" + "80c07f", "00000a02" + "80c07fff00", "000000000000", "0000ffffffffffff")) {
      assertTrue(reason(HexFormat.of().parseHex(other)).startsWith("it is"), other);
    }
  }

  @Test
  void bytesThatAreNoPictureAreTold() {
    assertEquals("it is empty", reason(new byte[0]));
    assertEquals("it is not a picture of a known format (PNG, JPEG, GIF, BMP)",
        reason(new byte[] {1}));
  }

  private static byte[] deflated(int zeros) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      for (int i = 0; i < zeros >> 20; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    return out.toByteArray();
  }
}

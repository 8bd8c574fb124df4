package dev.throughline.runtime.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTest {
  static List<String> names() {
    return Samples.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void pixelsAreWhatPillowReads(String name) throws BadPictureException {
    for (int channels : new int[] {3, 1}) {
      ByteBuffer expected =
          ByteBuffer.wrap(Samples.bytes(name + (channels == 3 ? ".rgb" : ".grey")));
      Picture picture = Picture.read(Samples.bytes(name), channels);
      assertEquals(channels, picture.channels());
      assertEquals(expected.getShort(), picture.height());
      assertEquals(expected.getShort(), picture.width());
      byte[] pixels = new byte[expected.remaining()];
      expected.get(pixels);
      assertArrayEquals(pixels, picture.pixels(), channels + " channels");
    }
  }

  @Test
  void aGreyOf100BesideItsAlphaIs100() throws BadPictureException {
    byte[] hundred = new byte[12];
    Arrays.fill(hundred, (byte) 100);
    assertArrayEquals(hundred, Picture.read(Samples.bytes("grey100-alpha.png"), 1).pixels());
  }

  @ParameterizedTest
  @CsvSource({"37,50", "8,8", "9,30", "36,50", "60,90", "1,1", "5,70", "37,10"})
  void picturesAreScaledAndCutAsPillowDoes(int height, int width) throws BadPictureException {
    Picture picture = Picture.read(Samples.bytes("scaled.png"), 3);
    assertArrayEquals(
        Samples.bytes("scaled-%s-%s.rgb".formatted(height, width)), picture.cover(height, width));
  }

  @Test
  void thePicturesAreOfAllKinds() {
    assertTrue(Samples.names().size() > 80);
    for (String suffix : List.of(".png", ".jpg", ".gif", ".bmp")) {
      assertTrue(Samples.names().stream().filter(name -> name.endsWith(suffix)).count() >= 8);
    }
  }
}

package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means and deviations, whose sums are whole numbers. */
class StatisticsTest {

  private static Dataset filled(int count, int size, int... values) {
    byte[] image = new byte[size * size * values.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) values[i % values.length];
    }
    return Dataset.of(values.length, size, size, Collections.nCopies(count, image), new int[count],
        List.of("a"));
  }

  @Test
  void aConstantChannelHasNoDeviationAndBecomesZero() {
    for (int value = 0; value < 256; value++) {
      Dataset data = filled(7, 5, value, 255 - value);
      for (Normalization how : List.of(
          Normalization.perChannel(data), Normalization.perPixelMean(data))) {
        assertEquals("1.0,1.0", how.toText().substring(how.toText().indexOf(';') + 1));
        assertArrayEquals(new float[50], data.normalize(how).image(0), "value " + value);
      }
    }
  }

  @Test
  void aChannelThatIsNearlyConstantHasItsSmallDeviation() {
    // One pixel of 2,560,000 is 200, the others are 201: √(n - 1) / n, in parts of 255.
    byte[] image = new byte[1600 * 1600];
    Arrays.fill(image, (byte) 201);
    image[77] = (byte) 200;
    Dataset data = Dataset.of(1, 1600, 1600, List.of(image), new int[1], List.of("a"));
    String text = Normalization.perChannel(data).toText();
    double n = image.length;
    assertEquals(
        Float.toString((float) (Math.sqrt(n - 1) / n / 255)),
        text.substring(text.indexOf(';') + 1));
  }

  @Test
  void sumsOfMoreThan64BitsAreExact() {
    // 60,000 images of 28×28 and more: n Σx² is beyond 2^63.
    long n = 50_000L * 1024;
    long half = n / 2;
    Statistics statistics =
        new Statistics(50_000, 1, fill(1024, half / 1024 * (254 + 255)),
            new long[] {half * (254L * 254 + 255L * 255)});
    String text = statistics.perChannel().toText();
    assertEquals(0.5f / 255, Float.parseFloat(text.substring(text.indexOf(';') + 1)));
  }

  private static long[] fill(int length, long value) {
    long[] filled = new long[length];
    Arrays.fill(filled, value);
    return filled;
  }

  @Test
  void aDeviationThatWouldMakeValuesInfiniteIsRefused() {
    for (float small : new float[] {Float.MIN_VALUE, 1e-39f, 0, -1, Float.NaN}) {
      assertThrows(
          DataException.class,
          () -> Normalization.perChannel(new float[] {0.5f}, new float[] {small}));
    }
    Normalization.perChannel(new float[] {0.5f}, new float[] {1e-30f});
  }
}

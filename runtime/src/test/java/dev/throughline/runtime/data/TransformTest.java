package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.tensor.Philox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static Dataset one(int c, int h, int w, int... pixels) {
    return Dataset.of(c, h, w, List.of(bytes(pixels)), new int[] {0}, List.of("only"));
  }

  private static byte[] pixels(Dataset data) {
    byte[] pixels = new byte[data.values()];
    data.images().read(0, pixels);
    return pixels;
  }

  @Test
  void paddingCentresOnBlack() {
    assertArrayEquals(
        bytes(
            0, 0, 0, 0, 0, //
            0, 1, 2, 0, 0, //
            0, 3, 4, 0, 0, //
            0, 0, 0, 0, 0),
        pixels(one(1, 2, 2, 1, 2, 3, 4).padTo(4, 5)));
    assertArrayEquals(
        bytes(
            0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        pixels(one(3, 1, 2, 1, 2, 3, 4, 5, 6).padTo(2, 4)));
    assertArrayEquals(bytes(9, 8), pixels(one(1, 1, 2, 9, 8).padTo(1, 2)));
  }

  @Test
  void greyBecomesEqualChannels() {
    assertArrayEquals(bytes(7, 7, 7, 255, 255, 255),
        pixels(one(1, 1, 2, 7, 255).repeatChannels(3)));
    assertArrayEquals(
        bytes(0, 0, 7, 7, 9, 9, 0, 0), pixels(one(1, 1, 2, 7, 9).padTo(1, 4).repeatChannels(2)));
  }

  @Test
  void transformsThatMakeNoSenseAreTold() {
    assertEquals(
        "images of 4×4 cannot be padded to 3×8: padding only makes them larger",
        problem(() -> Shapes.of(3, 1).padTo(3, 8)));
    assertEquals(
        "images of 3 channels cannot be repeated into 3: only grey images can",
        problem(() -> one(3, 1, 1, 1, 2, 3).repeatChannels(3)));
    Dataset normalised = Shapes.of(3, 1);
    Dataset data = normalised.normalize(Normalization.perChannel(normalised));
    assertEquals(
        "normalise the images after padding and repeating channels",
        problem(() -> data.padTo(8, 8)));
    assertEquals(
        "a normalisation of 3 means and 3 channels does not fit images of 1×4×4",
        problem(() -> Shapes.of(3, 1).normalize(Normalization.unit(3))));
    assertEquals("there is no image 3 among 3", problem(() -> Shapes.of(3, 1).take(4)));
    assertEquals(
        "image 0 has 3 bytes where 1×2×2 takes 4", problem(() -> one(1, 2, 2, 1, 2, 3)));
    assertEquals(
        "image 0 has the label 1, but there are only 1 classes",
        problem(() -> Dataset.of(1, 1, 1, List.of(bytes(0)), new int[] {1}, List.of("a"))));
    assertEquals(
        "there are 1 images but 2 labels",
        problem(() -> Dataset.of(1, 1, 1, List.of(bytes(0)), new int[2], List.of("a"))));
  }

  /** A source of somebody's own. */
  private record Own(int channels, int height, int width, List<String> classNames, int label)
      implements Images {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public int label(int index) {
      return label;
    }

    @Override
    public void read(int index, byte[] into) {}
  }

  @Test
  void sourcesOfOnesOwnAreCheckedToo() throws InterruptedException {
    assertEquals("images of 1×0×4 have no pixels",
        problem(() -> Dataset.of(new Own(1, 0, 4, List.of("a"), 0))));
    assertEquals("images of 3×65,536×65,536 have more than 268,435,456 values: use smaller ones",
        problem(() -> Dataset.of(new Own(3, 1 << 16, 1 << 16, List.of("a"), 0))));
    assertEquals("two classes are called `a`: labels are told apart by names",
        problem(() -> Dataset.of(new Own(1, 1, 1, List.of("a", "b", "a"), 0))));
    assertEquals("a class has no name",
        problem(() -> Dataset.of(new Own(1, 1, 1, List.of("a", " "), 0))));
    Dataset wrong = Dataset.of(new Own(1, 1, 1, List.of("a", "b"), 2));
    String told = "image 0 has the label 2, but there are only 2 classes";
    assertEquals(told, problem(() -> wrong.label(0)));
    try (BatchLoader loader = BatchLoader.evaluation(wrong, 2)) {
      assertEquals(told, assertThrows(DataException.class, loader::next).getMessage());
    }
  }

  @Test
  void sizesBeyondAnArrayAreTold() {
    Dataset data = Shapes.of(3, 1);
    for (int side : new int[] {1 << 15, 1 << 17, Integer.MAX_VALUE}) {
      assertTrue(problem(() -> data.padTo(side, side)).endsWith("values: use smaller ones"));
    }
    assertTrue(problem(() -> data.repeatChannels(1 << 28)).endsWith("values: use smaller ones"));
    assertThrows(IllegalArgumentException.class, () -> data.take(-1));
    assertThrows(IllegalArgumentException.class, () -> PadCropFlip.of(Integer.MAX_VALUE));
  }

  private static String problem(Runnable action) {
    return String.valueOf(assertThrows(DataException.class, action::run).getMessage());
  }

  @Test
  void chosenImagesKeepTheirLabels() {
    Dataset data = Shapes.of(10, 4);
    Dataset chosen = data.choose(7, 2);
    assertEquals(2, chosen.size());
    assertEquals(data.label(7), chosen.label(0));
    assertArrayEquals(data.image(2), chosen.image(1));
  }

  @Test
  void channelsAreNormalisedByTheirOwnNumbers() {
    Dataset data =
        Dataset.of(
            2,
            1,
            2,
            List.of(bytes(0, 10, 255, 10), bytes(0, 30, 255, 30)),
            new int[2],
            List.of("a"));
    Dataset normalised = data.normalize(Normalization.perChannel(data));
    assertArrayEquals(new float[] {-1, -1, 1, -1}, normalised.image(0), 1e-5f);
    assertArrayEquals(new float[] {-1, 1, 1, 1}, normalised.image(1), 1e-5f);
    assertArrayEquals(new float[] {0, 10 / 255f, 1, 10 / 255f}, data.image(0));
  }

  @Test
  void everyPixelLosesItsOwnMean() {
    Dataset data =
        Dataset.of(
            1, 1, 2, List.of(bytes(100, 0), bytes(200, 0)), new int[2], List.of("a"));
    Dataset normalised = data.normalize(Normalization.perPixelMean(data));
    float[] first = normalised.image(0);
    float[] second = normalised.image(1);
    assertEquals(0, first[0] + second[0], 1e-6f);
    assertTrue(first[0] < 0);
    assertEquals(0, first[1]);
  }

  @Test
  void aChannelOfOneValueStaysFinite() {
    Dataset data = one(1, 1, 2, 9, 9);
    assertArrayEquals(
        new float[2], data.normalize(Normalization.perChannel(data)).image(0), 1e-6f);
  }

  @Test
  void normalisationsSurviveAsText() {
    Dataset data = Shapes.of(50, 3);
    for (Normalization how : List.of(
        Normalization.unit(3),
        Normalization.perChannel(data),
        Normalization.perPixelMean(data))) {
      assertEquals(how, Normalization.parse(how.toText()));
    }
    for (String bad : List.of("", "1,2", "1;x", "1;0", "NaN;1", "1,2,3;1,2", ";")) {
      assertThrows(DataException.class, () -> Normalization.parse(bad), bad);
    }
  }

  @ParameterizedTest
  @CsvSource({"4,true", "0,true", "2,false", "9,true"})
  void cropsAreUniformAndHalfAreMirrored(int padding, boolean flip) {
    // A 5×7 image whose pixels tell where they came from; 0 is the padding.
    int height = 5;
    int width = 7;
    byte[] image = new byte[2 * height * width];
    for (int p = 0; p < height * width; p++) {
      image[2 * p] = (byte) (p + 1);
      image[2 * p + 1] = (byte) (100 + p);
    }
    PadCropFlip augmentation =
        flip ? PadCropFlip.of(padding) : PadCropFlip.of(padding).withoutFlip();
    int side = 2 * padding + 1;
    int[][][] counts = new int[side][side][2];
    int draws = padding < height ? 200 * side * side : 500;
    byte[] result = new byte[image.length];
    int hidden = 0;
    for (int i = 0; i < draws; i++) {
      augmentation.apply(image, result, height, width, 2, new Philox(1, i));
      int found = 0;
      for (int down = -padding; down <= padding; down++) {
        for (int right = -padding; right <= padding; right++) {
          for (int mirror = 0; mirror < 2; mirror++) {
            if (isCrop(image, result, height, width, down, right, mirror == 1)) {
              counts[down + padding][right + padding][mirror]++;
              found++;
            }
          }
        }
      }
      // A crop that misses the image looks like any other such crop.
      hidden += found > 1 ? 1 : 0;
      assertTrue(found >= 1, "draw " + i);
    }
    if (padding < height) {
      assertEquals(0, hidden);
      int mirrored = 0;
      for (int[][] row : counts) {
        for (int[] place : row) {
          assertEquals(200, place[0] + place[1], 100);
          mirrored += place[1];
        }
      }
      assertEquals(flip ? 0.5 : 0, (double) mirrored / draws, 0.05);
    }
  }

  private static boolean isCrop(
      byte[] image, byte[] result, int height, int width, int down, int right, boolean mirror) {
    for (int h = 0; h < height; h++) {
      for (int w = 0; w < width; w++) {
        int sh = h + down;
        int sw = (mirror ? width - 1 - w : w) + right;
        boolean inside = sh >= 0 && sh < height && sw >= 0 && sw < width;
        for (int c = 0; c < 2; c++) {
          byte expected = inside ? image[2 * (sh * width + sw) + c] : 0;
          if (result[2 * (h * width + w) + c] != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void anEpochIsAPermutationOfItsOwn() {
    int[] first = Shuffle.order(1000, 7, 0);
    assertArrayEquals(first, Shuffle.order(1000, 7, 0));
    boolean[] seen = new boolean[1000];
    int kept = 0;
    int[] second = Shuffle.order(1000, 7, 1);
    for (int i = 0; i < 1000; i++) {
      assertTrue(!seen[first[i]]);
      seen[first[i]] = true;
      kept += first[i] == second[i] ? 1 : 0;
    }
    assertTrue(kept < 10, kept + " of 1000 stayed in place");
  }

  @Test
  void allOrdersAreEquallyLikely() {
    int[] counts = new int[27];
    for (int epoch = 0; epoch < 6000; epoch++) {
      int[] order = Shuffle.order(3, 5, epoch);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    int orders = 0;
    for (int count : counts) {
      if (count > 0) {
        orders++;
        assertEquals(1000, count, 150);
      }
    }
    assertEquals(6, orders);
  }
}

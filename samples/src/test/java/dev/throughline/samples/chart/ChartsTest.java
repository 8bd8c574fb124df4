package dev.throughline.samples.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.chart.CurvesChart.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts are written without a display, as pictures that show their numbers. */
final class ChartsTest {

  private static final int BLUE = 0x4292C6;
  private static final int ORANGE = 0xD94801;

  @TempDir
  private Path folder;

  @Test
  void curvesShowBothColoursInBothCharts() throws IOException {
    Path png = folder.resolve("curves.png");
    CurvesChart.write(
        png,
        "ResNet20",
        List.of(new Point(1, 1.5, 0.4, 1.7, 0.3), new Point(2, 0.8, 0.7, 0.9, 0.65)));
    BufferedImage picture = ImageIO.read(png.toFile());
    int half = picture.getWidth() / 2;
    for (int colour : new int[] {BLUE, ORANGE}) {
      assertTrue(count(picture, colour, 0, half) > 100, "left chart");
      assertTrue(count(picture, colour, half, picture.getWidth()) > 100, "right chart");
    }
  }

  @Test
  void oneEpochIsEnoughForCurves() throws IOException {
    Path png = folder.resolve("curves.png");
    CurvesChart.write(png, "ResNet20", List.of(new Point(1, 1.5, 0.4, 1.7, 0.3)));
    assertTrue(count(ImageIO.read(png.toFile()), ORANGE, 0, Integer.MAX_VALUE) > 20);
  }

  @Test
  void theFullestCellHasTheFullColour() throws IOException {
    Path even = folder.resolve("even.png");
    Path single = folder.resolve("single.png");
    List<String> names = List.of("bag", "coat", "shirt");
    ConfusionChart.write(even, "even", new int[][] {{9, 9, 9}, {9, 9, 9}, {9, 9, 9}}, names);
    ConfusionChart.write(single, "single", new int[][] {{9, 0, 0}, {0, 0, 0}, {0, 0, 0}}, names);
    long nine = count(ImageIO.read(even.toFile()), BLUE, 0, Integer.MAX_VALUE);
    long one = count(ImageIO.read(single.toFile()), BLUE, 0, Integer.MAX_VALUE);
    assertTrue(one > 1_000, one + " pixels");
    assertEquals(9.0, (double) nine / one, 0.5);
  }

  @Test
  void aHundredClassesFit() throws IOException {
    Path png = folder.resolve("confusion.png");
    int[][] counts = new int[100][100];
    Arrays.setAll(
        counts, actual -> IntStream.range(0, 100).map(p -> p == actual ? 9 : 0).toArray());
    List<String> names = IntStream.range(0, 100).mapToObj("class %d"::formatted).toList();
    ConfusionChart.write(png, "CIFAR-100", counts, names);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertTrue(picture.getWidth() >= 2_000, picture.getWidth() + " wide");
    assertFalse(Files.size(png) > 2_000_000, Files.size(png) + " bytes");
  }

  private static long count(BufferedImage picture, int colour, int left, int right) {
    long count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = left; x < Math.min(right, picture.getWidth()); x++) {
        if ((picture.getRGB(x, y) & 0xFFFFFF) == colour) {
          count++;
        }
      }
    }
    return count;
  }
}

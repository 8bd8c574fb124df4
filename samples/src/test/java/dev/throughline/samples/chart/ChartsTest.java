package dev.throughline.samples.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.listener.FlowMeasurement;
import dev.throughline.runtime.listener.FlowMeasurement.LayerFlow;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.samples.chart.CurvesChart.Point;
import dev.throughline.samples.perceptron.ReluPerceptronNetwork;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"})
  void aChartIsTheSamePictureUnderEveryLocale(String tag) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      List<byte[]> expected = charts();
      Locale.setDefault(Locale.forLanguageTag(tag));
      List<byte[]> here = charts();
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), here.get(i), "chart " + i);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private List<byte[]> charts() throws IOException {
    Path curves = folder.resolve("curves.png");
    Path confusion = folder.resolve("confusion.png");
    Point first = new Point(1, 1.5, 0.4, 1.7, 0.3);
    CurvesChart.write(curves, "ResNet20", List.of(first, new Point(12, 0.8, 0.7, 0.9, 0.65)));
    ConfusionChart.write(confusion, "two", new int[][] {{123, 9}, {4, 56}}, List.of("bag", "coat"));
    return List.of(Files.readAllBytes(curves), Files.readAllBytes(confusion));
  }

  @Test
  void oneEpochIsEnoughForCurves() throws IOException {
    Path png = folder.resolve("curves.png");
    CurvesChart.write(png, "ResNet20", List.of(new Point(1, 1.5, 0.4, 1.7, 0.3)));
    assertTrue(count(ImageIO.read(png.toFile()), ORANGE, 0, Integer.MAX_VALUE) > 20);
  }

  @Test
  void aLossThatIsNotFiniteIsAGapInTheCurve() throws IOException {
    for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE}) {
      Path png = folder.resolve("curves.png");
      CurvesChart.write(
          png, "ResNet20",
          List.of(new Point(1, 1.5, 0.4, 1.7, 0.3), new Point(2, loss, 0.7, loss, 0.6)));
      assertTrue(count(ImageIO.read(png.toFile()), ORANGE, 0, Integer.MAX_VALUE) > 20);
    }
  }

  /** Folders may have any names. */
  @Test
  void namesThatAreLongOrEmptyOrAlikeOrUnprintableHaveTheirRows() throws IOException {
    List<List<String>> all =
        List.of(
            List.of("a".repeat(255), "a".repeat(254) + "b", "c"),
            List.of("", " ", "\n"),
            List.of("\u001b".repeat(200), "\u202e", "<html>"));
    for (List<String> names : all) {
      Path png = folder.resolve("confusion.png");
      ConfusionChart.write(png, "any", new int[][] {{9, 0, 0}, {0, 9, 0}, {0, 0, 9}}, names);
      assertTrue(count(ImageIO.read(png.toFile()), BLUE, 0, Integer.MAX_VALUE) > 1_000);
    }
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

  /** One layer twice as steep as the other, at every step: the two ends of the scale, side by side. */
  @Test
  void theFlowShowsBothEndsOfItsScale() throws IOException {
    Path png = folder.resolve("flow.png");
    NetworkSpec network = ReluPerceptronNetwork.SPEC;
    List<FlowMeasurement> measured = new ArrayList<>();
    for (int step = 1; step <= 30; step += 10) {
      List<LayerFlow> layers = new ArrayList<>();
      for (int i = 0; i < network.layers().size(); i++) {
        double gradient = i % 2 == 0 ? 1 : 1e-3;
        layers.add(new LayerFlow(network.layers().get(i).name(), gradient, 1, 0.5, 1e-3));
      }
      measured.add(new FlowMeasurement(1, step, layers));
    }
    FlowChart.write(png, network, measured);
    BufferedImage picture = ImageIO.read(png.toFile());
    long high = count(picture, 0xFDE725, 0, Integer.MAX_VALUE);
    long low = count(picture, 0x440154, 0, Integer.MAX_VALUE);
    assertTrue(high > 10_000, high + " pixels of the highest");
    assertTrue(low > 10_000, low + " pixels of the lowest");
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

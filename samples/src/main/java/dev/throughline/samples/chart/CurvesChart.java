package dev.throughline.samples.chart;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss on the left, accuracy on the right, both over epochs, on training and on test images. */
public final class CurvesChart {

  /**
   * One epoch of a run.
   *
   * @param epoch counted from 1
   * @param trainLoss mean loss over the epoch's training images
   * @param trainAccuracy from 0 to 1
   * @param testLoss mean loss over the test images, after the epoch
   * @param testAccuracy from 0 to 1
   */
  public record Point(
      int epoch, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {}

  private static final Color TRAINING = new Color(0x4292C6);
  private static final Color TEST = new Color(0xD94801);

  private CurvesChart() {}

  /**
   * Writes both charts into one PNG.
   *
   * @param points at least one, in the order of their epochs
   */
  public static void write(Path png, String title, List<Point> points) throws IOException {
    XYChart loss = chart(title, "loss");
    add(loss, "training", TRAINING, points, Point::trainLoss);
    add(loss, "test", TEST, points, Point::testLoss);
    XYChart accuracy = chart(title, "accuracy, %");
    add(accuracy, "training", TRAINING, points, p -> 100 * p.trainAccuracy());
    add(accuracy, "test", TEST, points, p -> 100 * p.testAccuracy());
    accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
    Png.write(
        png,
        out -> BitmapEncoder.saveBitmap(List.of(loss, accuracy), 1, 2, out, BitmapFormat.PNG));
  }

  private static XYChart chart(String title, String quantity) {
    XYChart chart =
        new XYChartBuilder()
            .width(560)
            .height(420)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(quantity)
            .build();
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setLegendPosition(LegendPosition.InsideNE);
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisDecimalPattern("0");
    return chart;
  }

  private static void add(
      XYChart chart,
      String name,
      Color colour,
      List<Point> points,
      ToDoubleFunction<Point> quantity) {
    double[] epochs = points.stream().mapToDouble(Point::epoch).toArray();
    double[] values =
        points.stream()
            .mapToDouble(quantity)
            .map(value -> Double.isFinite(value) ? value : Double.NaN) // a gap in the line
            .toArray();
    XYSeries series = chart.addSeries(name, epochs, values);
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setMarker(SeriesMarkers.CIRCLE);
  }
}

package dev.throughline.samples.experiment;

import dev.throughline.samples.chart.Png;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The figure of an experiment: one panel beside the other, one line for each network. */
public final class Figure {
  /** What a panel shows of each trial. */
  public enum Panel {
    /** Of the first batch, by layer, on a logarithmic scale. */
    GRADIENT_NORM("gradient norm of the first batch", "layer", Trial::gradientNorms),
    /** By epoch. */
    LOSS("training loss", "epoch", Trial::losses),
    /** By epoch. */
    TEST_ERROR("test error", "epoch", Trial::testErrors);

    private final String quantity;
    private final String along;
    private final Function<Trial, List<Double>> values;

    Panel(String quantity, String along, Function<Trial, List<Double>> values) {
      this.quantity = quantity;
      this.along = along;
      this.values = values;
    }
  }

  /** Colours that people tell apart whatever their colour vision (Okabe and Ito 2008). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73), new Color(0xCC79A7));

  /** What single precision cannot tell from zero on a logarithmic axis. */
  private static final double LEAST = 1e-30;

  private Figure() {}

  /** Writes {@code panels} of all {@code trials} into one PNG. */
  public static void write(Path png, String title, List<Panel> panels, List<Trial> trials)
      throws IOException {
    List<XYChart> charts = new ArrayList<>();
    for (Panel panel : panels) {
      charts.add(chart(panel, title, trials));
    }
    Png.write(
        png,
        out -> BitmapEncoder.saveBitmap(charts, 1, charts.size(), out, BitmapFormat.PNG));
  }

  private static XYChart chart(Panel panel, String title, List<Trial> trials) {
    XYChart chart =
        new XYChartBuilder()
            .width(560)
            .height(420)
            .title(title)
            .xAxisTitle(panel.along)
            .yAxisTitle(panel.quantity)
            .build();
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisDecimalPattern("0");
    boolean logarithmic = panel == Panel.GRADIENT_NORM;
    style.setYAxisLogarithmic(logarithmic);
    style.setLegendPosition(logarithmic ? LegendPosition.InsideSE : LegendPosition.InsideNE);
    for (int i = 0; i < trials.size(); i++) {
      double[] values =
          panel.values.apply(trials.get(i)).stream()
              .mapToDouble(value -> logarithmic ? Math.max(value, LEAST) : value)
              .map(value -> Double.isFinite(value) ? value : Double.NaN) // a gap in the line
              .toArray();
      double[] places = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
      XYSeries series = chart.addSeries(trials.get(i).name(), places, values);
      series.setLineColor(COLOURS.get(i % COLOURS.size()));
      series.setMarkerColor(COLOURS.get(i % COLOURS.size()));
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }
}

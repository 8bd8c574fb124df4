package dev.throughline.samples.chart;

import dev.throughline.runtime.listener.FlowMeasurement;
import dev.throughline.runtime.listener.FlowMeasurement.LayerFlow;
import dev.throughline.runtime.spec.GradientPrediction;
import dev.throughline.runtime.spec.LayerSpec;
import dev.throughline.runtime.spec.NetworkSpec;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.HeatMapStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How the gradient flowed over training: heat maps of layers by steps, below what the compiler predicted
 * of the same layers. The layer that reads the data is at the bottom, the loss above the top.
 */
public final class FlowChart {
  private static final int WIDTH = 620;
  private static final int LEAST_HEIGHT = 420;
  private static final int HEIGHT_OF_A_LAYER = 12;

  /** As even in brightness as in colour, so that it reads in grey. */
  private static final Color[] SCALE = {
    new Color(0x440154),
    new Color(0x3B528B),
    new Color(0x21918C),
    new Color(0x5EC962),
    new Color(0xFDE725)
  };

  private static final Color SHORTEST = new Color(0x0072B2);
  private static final Color LONGEST = new Color(0xD55E00);

  private final NetworkSpec network;
  private final List<LayerSpec> layers;
  private final List<FlowMeasurement> measurements;

  private FlowChart(NetworkSpec network, List<FlowMeasurement> measurements) {
    this.network = network;
    this.layers = network.layers();
    this.measurements = measurements;
  }

  /**
   * Writes all charts into one PNG.
   *
   * @param measurements of the network's layers, at least one
   */
  public static void write(Path png, NetworkSpec network, List<FlowMeasurement> measurements)
      throws IOException {
    FlowChart flow = new FlowChart(network, measurements);
    List<Chart<?, ?>> charts = new ArrayList<>();
    charts.add(flow.bounds());
    charts.add(flow.paths());
    flow.heatMap("gradient, log10", l -> Math.log10(l.gradient())).ifPresent(charts::add);
    flow.heatMap("activation, log10", l -> Math.log10(l.activation())).ifPresent(charts::add);
    flow.heatMap("update / weight, log10", l -> Math.log10(l.update())).ifPresent(charts::add);
    flow.heatMap("share of dead units", LayerFlow::dead).ifPresent(charts::add);
    if (charts.size() % 2 != 0 && flow.isChain()) {
      charts.remove(1); // where there is one path, its lengths are no news
    }
    int columns = charts.size() % 2 == 0 ? 2 : 1; // XChart leaves no cell empty
    Png.write(
        png,
        out -> BitmapEncoder.saveBitmap(
            charts, charts.size() / columns, columns, out, BitmapFormat.PNG));
  }

  private boolean isChain() {
    return layers.stream()
        .map(LayerSpec::prediction)
        .allMatch(paths -> paths.shortest() == paths.longest());
  }

  private int height() {
    return Math.max(LEAST_HEIGHT, HEIGHT_OF_A_LAYER * layers.size());
  }

  /** White where a quantity is not known; no chart where it nowhere is. */
  private Optional<HeatMapChart> heatMap(String title, ToDoubleFunction<LayerFlow> quantity) {
    HeatMapChart chart =
        HeatMaps.build(
            new HeatMapChartBuilder()
                .width(WIDTH)
                .height(height())
                .title(title)
                .xAxisTitle("step"));
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < measurements.size(); x++) {
      List<LayerFlow> measured = measurements.get(x).layers();
      for (int y = 0; y < measured.size(); y++) {
        double value = quantity.applyAsDouble(measured.get(y));
        if (Double.isFinite(value)) {
          cells.add(new Number[] {x, y, value});
        }
      }
    }
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    HeatMapStyler style = chart.getStyler();
    style.setRangeColors(SCALE);
    setRange(style, cells);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotContentSize(1);
    style.setHeatMapDecimalValueFormatter(v -> String.format(Locale.ROOT, "%.2f", v));
    style.setYAxisTickMarkSpacingHint(HEIGHT_OF_A_LAYER);
    List<String> steps = measurements.stream().map(m -> String.valueOf(m.step())).toList();
    List<String> names = layers.stream().map(LayerSpec::name).toList();
    chart.addSeries(title, steps, names, cells);
    return Optional.of(chart);
  }

  /** To a tenth, which is what the legend can show. */
  private static void setRange(HeatMapStyler style, List<Number[]> cells) {
    DoubleSummaryStatistics values =
        cells.stream().mapToDouble(cell -> cell[2].doubleValue()).summaryStatistics();
    double least = Math.floor(10 * values.getMin()) / 10;
    style.setMin(least);
    style.setMax(Math.max(least + 0.1, Math.ceil(10 * values.getMax()) / 10));
  }

  private XYChart bounds() {
    XYChart chart =
        predicted(network.name() + ", predicted: gradient as initialised, at most, log10");
    add(
        chart,
        "slopes of activations and gains of weights",
        LONGEST,
        p -> isSinceLoss(p) ? Math.log10(p.bound()) : Double.NaN);
    add(chart, "slopes of activations alone", SHORTEST, p -> Math.log10(p.slopes()));
    return chart;
  }

  /** Of what a normalisation does to a gradient, nothing is predicted. */
  private boolean isSinceLoss(GradientPrediction prediction) {
    return network.losses().stream().anyMatch(loss -> loss.name().equals(prediction.since()));
  }

  private XYChart paths() {
    XYChart chart = predicted("predicted: weighted layers on the way");
    add(chart, "longest path", LONGEST, GradientPrediction::longest);
    add(chart, "shortest path", SHORTEST, GradientPrediction::shortest);
    chart.getStyler().setXAxisMin(0.0);
    return chart;
  }

  private XYChart predicted(String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height())
            .title(title)
            .yAxisTitle("layer, from the data to the loss")
            .build();
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Color.WHITE);
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setYAxisDecimalPattern("0");
    style.setYAxisMin(0.5);
    style.setYAxisMax(layers.size() + 0.5);
    return chart;
  }

  private void add(
      XYChart chart, String name, Color colour, ToDoubleFunction<GradientPrediction> quantity) {
    int[] known =
        IntStream.range(0, layers.size())
            .filter(i -> Double.isFinite(quantity.applyAsDouble(layers.get(i).prediction())))
            .toArray();
    if (known.length == 0) {
      return;
    }
    double[] values =
        IntStream.of(known)
            .mapToDouble(i -> quantity.applyAsDouble(layers.get(i).prediction()))
            .toArray();
    double[] places = IntStream.of(known).mapToDouble(i -> i + 1).toArray();
    XYSeries series = chart.addSeries(name, values, places);
    series.setLineColor(colour);
    series.setMarkerColor(colour);
    series.setMarker(SeriesMarkers.CIRCLE);
  }
}

package dev.throughline.samples.chart;

import dev.throughline.runtime.message.Quote;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** Which class the network took for which: rows are true classes, columns the network's answers. */
public final class ConfusionChart {

  /** Above this many classes numbers no longer fit into the cells, and colour alone has to tell. */
  private static final int MOST_CLASSES_WITH_NUMBERS = 20;

  /** Names of folders may be longer than the chart is wide. */
  private static final int LONGEST_NAME = 24;

  private static final Color NONE = new Color(0xF7FBFF);
  private static final Color ALL = new Color(0x4292C6);

  private ConfusionChart() {}

  /**
   * Writes the matrix as a PNG.
   *
   * @param counts {@code counts[actual][predicted]}, images
   * @param classNames one name for each class
   */
  public static void write(Path png, String title, int[][] counts, List<String> classNames)
      throws IOException {
    int classes = counts.length;
    HeatMapChart chart =
        HeatMaps.build(
            new HeatMapChartBuilder()
                .width(Math.max(760, 24 * classes))
                .height(Math.max(640, 22 * classes))
                .title(title)
                .xAxisTitle("answer of the network")
                .yAxisTitle("true class"));
    HeatMapStyler style = chart.getStyler();
    style.setRangeColors(new Color[] {NONE, ALL});
    style.setMin(0); // white is none, also where no cell is empty
    style.setMax(Math.max(1, Arrays.stream(counts).flatMapToInt(Arrays::stream).max().orElse(0)));
    style.setShowValue(classes <= MOST_CLASSES_WITH_NUMBERS);
    style.setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setHeatMapDecimalValueFormatter(v -> String.format(Locale.ROOT, "%.0f", v));
    style.setLegendVisible(classes > MOST_CLASSES_WITH_NUMBERS);
    style.setXAxisTickMarkSpacingHint(1); // a name for each row and column
    style.setYAxisTickMarkSpacingHint(1);
    style.setChartBackgroundColor(Color.WHITE);
    style.setXAxisLabelRotation(45);
    List<String> labels = labels(classNames);
    chart.addSeries("images", labels, labels.reversed(), cells(counts));
    Png.write(png, out -> ChartEncoder.saveChart(chart, out, "png"));
  }

  /** Short names, each once: one that an earlier class has, too, or none, is told by its number. */
  private static List<String> labels(List<String> classNames) {
    List<String> labels = new ArrayList<>();
    for (String name : classNames) {
      String escaped = Quote.printable(name, LONGEST_NAME);
      String label = Quote.printable(escaped, LONGEST_NAME); // escapes are longer than what they stand for
      boolean taken = label.isBlank() || labels.contains(label);
      labels.add(taken ? String.format(Locale.ROOT, "%s %d", label, labels.size()) : label);
    }
    return labels;
  }

  /** As {x, y, value}; y grows upwards in a chart, and the first class belongs to the top. */
  private static List<Number[]> cells(int[][] counts) {
    List<Number[]> cells = new ArrayList<>();
    for (int actual = 0; actual < counts.length; actual++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        int row = counts.length - 1 - actual;
        cells.add(new Number[] {predicted, row, counts[actual][predicted]});
      }
    }
    return cells;
  }
}

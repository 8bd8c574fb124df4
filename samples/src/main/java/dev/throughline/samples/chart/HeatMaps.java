package dev.throughline.samples.chart;

import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Heat maps with plain digits, whatever the default locale. */
final class HeatMaps {
  private HeatMaps() {}

  /** XChart writes numbers into cells by the locale that is the default when a chart is made. */
  static HeatMapChart build(HeatMapChartBuilder builder) {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      HeatMapChart chart = builder.build();
      chart.getStyler().setLocale(Locale.ROOT);
      return chart;
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}

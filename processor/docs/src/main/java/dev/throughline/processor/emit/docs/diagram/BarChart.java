package dev.throughline.processor.emit.docs.diagram;

import dev.throughline.processor.emit.docs.diagram.Svg.Anchor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * A bar for each of neighbouring whole numbers, from zero or from a value of its own up to another. Draws
 * counts of any size: where the largest is more than a thousand times the smallest, by their logarithm.
 */
public final class BarChart {
  private static final int LEFT = 64;
  private static final int TOP = 40;
  private static final int HEIGHT = 180;
  private static final int MOST_WIDTH = 560;
  private static final int LEAST_WIDTH = 200;
  private static final int WIDEST_BAR = 22;

  private final String title;
  private final Svg svg = new Svg();
  private final double step;

  /** Of the field of bars. */
  private final int width;

  private BarChart(String title, int bars) {
    this.title = title;
    this.step = Math.min(WIDEST_BAR, (double) MOST_WIDTH / bars);
    this.width = (int) Math.ceil(Math.max(LEAST_WIDTH, step * bars));
  }

  /**
   * How often each number occurs.
   *
   * @param first the number of the first bar
   */
  public static String counts(
      String title, String across, int first, List<BigInteger> counts) {
    double most = counts.stream().mapToDouble(BarChart::log).max().orElse(0);
    double least =
        counts.stream().filter(c -> c.signum() > 0).mapToDouble(BarChart::log).min().orElse(0);
    boolean logarithmic = most - least > 3;
    BarChart chart = new BarChart(title, counts.size());
    double top = logarithmic ? Math.max(1, Math.ceil(most)) : Math.pow(10, most);
    if (logarithmic) {
      chart.powers((int) top);
    } else {
      chart.linear(top);
    }
    for (int i = 0; i < counts.size(); i++) {
      BigInteger count = counts.get(i);
      if (count.signum() > 0) {
        // A count of one has the logarithm zero, and is there all the same.
        double height = logarithmic ? log(count) + top / 60 : count.doubleValue();
        chart.bar(i, 0, height / top);
      }
    }
    chart.across(first, counts.size(), across);
    return chart.write(across);
  }

  /** From one number to another for each of {@code from}. */
  public static String ranges(
      String title, String across, List<Integer> from, List<Integer> to) {
    BarChart chart = new BarChart(title, from.size());
    double top = to.stream().mapToInt(t -> t).max().orElse(1);
    chart.linear(top);
    for (int i = 0; i < from.size(); i++) {
      chart.bar(i, (from.get(i) - 0.4) / top, (to.get(i) + 0.4) / top);
    }
    chart.across(1, from.size(), across);
    return chart.write(across);
  }

  /** The decimal logarithm of a number that may be too large for a double. */
  private static double log(BigInteger count) {
    if (count.signum() == 0) {
      return 0;
    }
    BigDecimal value = new BigDecimal(count);
    int digits = value.precision() - 1;
    return digits + Math.log10(value.movePointLeft(digits).doubleValue());
  }

  private void bar(int index, double from, double to) {
    int x = (int) Math.round(LEFT + index * step);
    int next = (int) Math.round(LEFT + (index + 1) * step);
    int gap = next - x > 3 ? 1 : 0;
    int high = y(Math.min(1, to));
    svg.rectangle(x, high, next - x - gap, y(Math.max(0, from)) - high, 0, "bar");
  }

  private static int y(double share) {
    return (int) Math.round(TOP + HEIGHT * (1 - share));
  }

  private void powers(int top) {
    int every = Math.ceilDiv(top, 6);
    for (int power = 0; power <= top; power += every) {
      tick((double) power / top, power == 0 ? "1" : "10" + Superscript.of(power));
    }
  }

  private void linear(double top) {
    double every = Math.max(1, nice(top / 5));
    for (double at = 0; at <= top + 1e-9; at += every) {
      tick(at / top, String.format(Locale.ROOT, "%,d", Math.round(at)));
    }
  }

  /** The next of 1, 2, 5, 10, 20 … */
  private static double nice(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= value) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private void tick(double share, String label) {
    int y = y(share);
    svg.path(String.format(Locale.ROOT, "M%d %dH%d", LEFT, y, LEFT + width), "grid");
    svg.text(LEFT - 8, y + 4, Anchor.END, "number", label);
  }

  private void across(int first, int bars, String label) {
    int widest = Lettering.mono(String.valueOf(first + bars - 1)) + 8;
    int every = (int) Math.max(1, nice(Math.max(1, widest / step)));
    for (int i = 0; i < bars; i++) {
      int number = first + i;
      if (number % every == 0 || i == 0 && bars <= every) {
        int x = (int) Math.round(LEFT + (i + 0.5) * step);
        svg.text(x, TOP + HEIGHT + 18, Anchor.MIDDLE, "number", String.valueOf(number));
      }
    }
    svg.text(LEFT, TOP + HEIGHT + 40, Anchor.START, "words faint", label);
  }

  private String write(String across) {
    int whole =
        16 + Math.max(Math.max(LEFT + width, LEFT + Lettering.sans(across)),
            16 + Lettering.sans(title));
    int high = TOP + HEIGHT + 56;
    return DiagramStyle.open(title, whole, high)
        + new Svg().rectangle(0, 0, whole, high, 8, "page")
        + new Svg().text(16, 24, Anchor.START, "words", title)
        + svg
        + "</svg>\n";
  }
}

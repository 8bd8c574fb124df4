package dev.throughline.processor.emit.docs.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static final Pattern BAR =
      Pattern.compile(
          "<rect x=\"\\d+\" y=\"\\d+\" width=\"(\\d+)\" height=\"(\\d+)\" rx=\"0\" class=\"bar\"");

  /** The height of each bar. */
  private static List<Integer> heights(String svg) {
    return BAR.matcher(svg).results().map(bar -> Integer.valueOf(bar.group(2))).toList();
  }

  @Test
  void countsAreDrawnAsTheyAreWhereTheyCanBeCompared() {
    String svg = BarChart.counts("Paths", "layers", 3, numbers(1, 0, 2, 4));
    assertEquals(List.of(45, 90, 180), heights(svg));
    assertTrue(svg.contains(">4</text>"), svg);
  }

  @Test
  void countsBeyondAllMeasureAreDrawnByTheirLogarithm() {
    BigInteger many = BigInteger.TEN.pow(400);
    String svg = BarChart.counts("Paths", "layers", 1, List.of(BigInteger.ONE, many));
    List<Integer> heights = heights(svg);
    assertTrue(heights.get(0) >= 1 && heights.get(0) < 5, heights::toString);
    assertEquals(180, heights.get(1));
    assertTrue(svg.contains(">10" + Superscript.of(335)), svg);
  }

  @Test
  void aThousandLayersAreNoWiderThanAHundred() {
    List<Integer> from = IntStream.rangeClosed(1, 1202).boxed().toList();
    List<Integer> to = from.stream().map(n -> 2 * n).toList();
    String svg = BarChart.ranges("Way", "layers", from, to);
    assertEquals(1202, heights(svg).size());
    int width = Integer.parseInt(svg.replaceFirst("(?s).*? width=\"(\\d+)\".*", "$1"));
    assertTrue(width < 700, "width " + width);
  }

  private static List<BigInteger> numbers(long... values) {
    return Arrays.stream(values).mapToObj(BigInteger::valueOf).toList();
  }
}

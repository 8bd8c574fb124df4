package dev.throughline.processor.emit.docs;

import dev.throughline.processor.gradientflow.PathReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A row of the table of paths: one layer, or the same layer of several repeats of a block, from the first to
 * the last.
 */
record FlowRow(List<PathReport> layers) {
  /** A network with more layers than this has a row for each layer of a repeated block, not of each repeat. */
  private static final int MOST_ROWS = 40;

  static List<FlowRow> of(List<PathReport> layers, Outline outline) {
    Map<String, List<PathReport>> rows = new LinkedHashMap<>();
    for (PathReport layer : layers) {
      boolean many = layers.size() > MOST_ROWS;
      String row = many ? outline.told(layer.parameter()) : layer.parameter();
      rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(layer);
    }
    return rows.values().stream().map(FlowRow::new).toList();
  }

  /** The parameter without what all weights are called: {@code `stage1.0.conv1` to `stage1.17.conv1`}. */
  String name() {
    String first = name(layers.getFirst());
    String last = name(layers.getLast());
    return first.equals(last) ? first : first + " to " + last;
  }

  private static String name(PathReport layer) {
    return "`" + layer.parameter().replaceFirst("\\.weight$", "") + "`";
  }

  String shortest() {
    return span(layer -> layer.layers().shortest());
  }

  String longest() {
    return span(layer -> layer.layers().longest());
  }

  /** The fewest and the most on any path. */
  String junctions() {
    int least = layers.stream().mapToInt(l -> l.junctions().shortest()).min().orElseThrow();
    int most = layers.stream().mapToInt(l -> l.junctions().longest()).max().orElseThrow();
    return Words.span(least, most);
  }

  String paths() {
    List<BigInteger> counts =
        layers.stream().map(layer -> layer.layers().total()).sorted().toList();
    String least = Words.large(counts.getFirst());
    String most = Words.large(counts.getLast());
    return least.equals(most) ? least : least + " to " + most;
  }

  String slope() {
    return factors(layers.stream().map(PathReport::slopes).toList());
  }

  String gradient() {
    return factors(layers.stream().map(layer -> layer.bound().ratio()).toList());
  }

  private static String factors(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    String least = Words.factor(sorted.getFirst());
    String most = Words.factor(sorted.getLast());
    return least.equals(most) ? least : least + " to " + most;
  }

  String since() {
    String names =
        layers.stream()
            .map(layer -> layer.bound().since())
            .distinct()
            .map(name -> name.isEmpty() ? "several" : "`" + name + "`")
            .collect(Collectors.joining(", "));
    return layers.size() > 1 && names.contains(",") ? "each its own" : names;
  }

  private String span(ToIntFunction<PathReport> of) {
    return Words.span(
        layers.stream().mapToInt(of).min().orElseThrow(),
        layers.stream().mapToInt(of).max().orElseThrow());
  }
}

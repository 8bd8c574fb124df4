package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Block;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tiles as methods, and the method that gets them compiled. */
final class TilePrinter {
  private TilePrinter() {}

  static JavaMethod print(JavaDialect dialect, Tile tile) {
    Terms terms = tile.terms();
    SourceText text = new SourceText();
    Set<String> buffers = Set.of(terms.a().buffer(), terms.b().buffer(), terms.sum().buffer());
    text.openMethod(
        "static void " + tile.name(),
        terms.parameters().stream()
            .map(name -> (buffers.contains(name) ? "float[] " : "int ") + name)
            .toList());
    switch (dialect) {
      case VECTOR -> new VectorTile(text, terms).print();
      case SCALAR -> new ScalarTile(text, terms).print();
    }
    return new JavaMethod(tile.name(), SourceText.comment(comment(dialect, tile)),
        text.close().toString());
  }

  private static List<String> comment(JavaDialect dialect, Tile tile) {
    Terms terms = tile.terms();
    String rows = counted(terms.i().extent(), terms.i().unit());
    String columns =
        terms.keepsColumns() ? " × " + counted(terms.j().extent(), terms.j().unit()) : "";
    int channels = terms.channels();
    boolean vectors = dialect == JavaDialect.VECTOR;
    String lanes =
        vectors ? counted(channels / Panels.LANES, "vector") : counted(channels, "channel");
    List<String> lines = new ArrayList<>();
    lines.add(rows + columns + " × " + lanes + " " + tile.purpose() + ":");
    lines.addAll(List.of("", "<pre>", "  " + tile.formula(), "</pre>"));
    String remark = vectors ? vectorRemark(tile) : scalarRemark(tile);
    if (!remark.isEmpty()) {
      lines.add("");
      lines.addAll(remark.lines().toList());
    }
    return lines;
  }

  private static String counted(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  private static String vectorRemark(Tile tile) {
    return switch (tile) {
      case Tile.Product(int pixels, _, _) when pixels == 1 ->
          "For the rows that are left over when tiles of more are done.";
      case Tile.Product(int pixels, int vectors, _) ->
          String.format(Locale.ROOT,
              """
                  Each x is broadcast once, each w loaded once for all %d pixels; the %d sums stay in
                  registers.""",
              pixels, pixels * vectors);
      case Tile.Slide slide when slide.vectors() > 1 ->
          "Each x is broadcast once for all columns that meet it; the sums stay in 16 registers.";
      case Tile.Slide _ ->
          """
              Each x is broadcast once for all columns that meet it: with one vector of channels, broadcasts
              would else cost as much as the sums.""";
      case Tile.Gradient(int taps, int vectors) ->
          String.format(Locale.ROOT, "The %d sums stay in registers over all rows.",
              taps * vectors);
      case Tile.SlideGradient _ -> "Each x is broadcast once for all columns that meet it.";
      case Tile.Channels(int pixels) ->
          String.format(Locale.ROOT, "Each w is loaded once for all %d pixels.", pixels);
      case Tile.ChannelsGradient _ -> "";
    };
  }

  private static String scalarRemark(Tile tile) {
    Block block = tile.terms().block();
    String rows = counted(block.high(), tile.terms().i().unit());
    String held = rows + " × " + counted(block.wide(), "channel");
    return held + " at a time are summed in locals"
        + (tile instanceof Tile.Product
            ? ": three times as fast as a row of sums\nin memory, which HotSpot does not turn into vectors."
            : ".");
  }

  /** The method {@code warmUp()} of a class of vector kernels: it calls its tiles, {@code few} of them on other machines. */
  static JavaMethod warmUp(Collection<Tile> many, Collection<Tile> few) {
    SourceText text = new SourceText();
    text.open("static void warmUp() {");
    text.line("float[] a = new float[WarmUp.FLOATS];");
    text.line("float[] b = new float[WarmUp.FLOATS];");
    text.line("float[] sums = new float[WarmUp.FLOATS];");
    if (few.equals(many)) {
      calls(text, many);
    } else {
      text.open("if (%s) {", VectorJava.FEW_REGISTERS);
      calls(text, few);
      text.otherwise();
      calls(text, many);
      text.close();
    }
    List<String> comment =
        List.of("Calls every tile on a few numbers until HotSpot has compiled it.");
    return new JavaMethod("warmUp", SourceText.comment(comment), text.close().toString());
  }

  private static void calls(SourceText text, Collection<Tile> tiles) {
    // Those of fewer operations first: they get the Vector API itself compiled.
    List<Tile> shortFirst = new ArrayList<>(tiles);
    shortFirst.sort(Comparator.comparing(TilePrinter::isLong));
    for (Tile tile : shortFirst) {
      text.line("WarmUp.tile(run -> %s(%s), %d);",
          tile.name(), String.join(", ", arguments(tile.terms())), tile.terms().products());
    }
  }

  private static boolean isLong(Tile tile) {
    return !(tile instanceof Tile.Product || tile instanceof Tile.Gradient);
  }

  // Strides of zero, as what is computed does not matter; but two rows, or HotSpot would bet on one.
  private static List<String> arguments(Terms terms) {
    Map<String, String> known =
        Map.of(
            terms.a().buffer(), "a",
            terms.b().buffer(), "b",
            terms.sum().buffer(), "sums",
            terms.sum().i().name(), "" + terms.channels(),
            terms.outer().bound(), "2",
            terms.inner().bound(), "run");
    return terms.parameters().stream().map(name -> known.getOrDefault(name, "0")).toList();
  }
}

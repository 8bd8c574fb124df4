package dev.throughline.processor.emit.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Stride;
import dev.throughline.processor.schedule.Tile;
import dev.throughline.processor.schedule.Tile.Channels;
import dev.throughline.processor.schedule.Tile.ChannelsGradient;
import dev.throughline.processor.schedule.Tile.Gradient;
import dev.throughline.processor.schedule.Tile.Product;
import dev.throughline.processor.schedule.Tile.Slide;
import dev.throughline.processor.schedule.Tile.SlideGradient;
import dev.throughline.runtime.kernel.VectorMath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of tile, in both dialects: it computes, bit for bit, what the formula in its comment says. */
class TilePrinterTest {
  private static final List<Tile> TILES =
      List.of(
          new Product(8, 2, 16 * 2), new Product(1, 1, 16 * 1), new Product(7, 1, 16 * 1),
          new Product(11, 1, 16 * 1),
          new Slide(8, 3, 16, 1), new Slide(5, 2, 9, 1), new Slide(1, 5, 12, 1),
          new Gradient(9, 1), new Gradient(8, 2), new Gradient(1, 2),
          new SlideGradient(4, 3), new SlideGradient(1, 7), new SlideGradient(5, 3),
          new Channels(8), new Channels(1), new ChannelsGradient(3), new ChannelsGradient(5));

  private static final int FLOATS = 2048;

  /** Of the names in formulas and of rows of results; what a bound says is two rows of three. */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("xAt", 3), Map.entry("xPixel", 19), Map.entry("xRow", 201),
          Map.entry("xTap", 33), Map.entry("wAt", 5), Map.entry("dyAt", 7),
          Map.entry("dyPixel", 34), Map.entry("dyRow", 211), Map.entry("yAt", 11),
          Map.entry("yPixel", 37), Map.entry("dwAt", 13), Map.entry("dwPitch", 35),
          Map.entry("rows", 2), Map.entry("run", 3), Map.entry("channels", 3),
          Map.entry("columns", 3), Map.entry("pixels", 3));

  private static CompiledKernels scalar;
  private static CompiledKernels vector;

  @BeforeAll
  static void compile() {
    scalar = compiled(JavaDialect.SCALAR);
    vector = compiled(JavaDialect.VECTOR);
  }

  private static CompiledKernels compiled(JavaDialect dialect) {
    return CompiledKernels.of(
        dialect, TILES.stream().map(tile -> TilePrinter.print(dialect, tile)).toList());
  }

  static List<Tile> tiles() {
    return TILES;
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void computesItsFormula(Tile tile) {
    float[] expected = byFormula(tile);
    Map<String, float[]> buffers = buffers(tile);
    call(scalar, tile, buffers, 0);
    assertArrayEquals(expected, buffers.get(tile.terms().sum().buffer()));

    Map<String, float[]> others = buffers(tile);
    int lanes = VectorMath.SPECIES.length();
    for (int k = 0; k < 16; k += lanes) {
      // A tile of two vectors takes neighbouring ones.
      call(vector, tile, others, k * tile.terms().channels() / 16);
    }
    assertArrayEquals(expected, others.get(tile.terms().sum().buffer()));
  }

  private static Map<String, float[]> buffers(Tile tile) {
    Terms terms = tile.terms();
    Map<String, float[]> buffers = new HashMap<>();
    int seed = 1;
    for (var operand : List.of(terms.a(), terms.b(), terms.sum())) {
      float[] values = new float[FLOATS];
      for (int i = 0; i < FLOATS; i++) {
        values[i] = ContractionCase.value(i, seed);
      }
      buffers.put(operand.buffer(), values);
      seed++;
    }
    return buffers;
  }

  /** Calls {@code tile} for the channels from {@code k} on. */
  private static void call(
      CompiledKernels kernels, Tile tile, Map<String, float[]> buffers, int k) {
    Terms terms = tile.terms();
    List<Object> arguments = new ArrayList<>();
    for (String name : terms.parameters()) {
      boolean ofChannels = name.endsWith("At") && (terms.channelwise() || !name.equals("xAt"));
      arguments.add(
          buffers.containsKey(name) ? buffers.get(name)
              : Integer.valueOf(NUMBERS.get(name) + (ofChannels ? k : 0)));
    }
    kernels.call(tile.name(), arguments.toArray());
  }

  private static float[] byFormula(Tile tile) {
    Terms terms = tile.terms();
    TileFormula formula = new TileFormula(tile);
    Map<String, float[]> buffers = buffers(tile);
    Map<String, Integer> extents = new HashMap<>();
    extents.put(terms.outer().variable(), NUMBERS.get(terms.outer().bound()));
    extents.put(terms.inner().variable(), NUMBERS.get(terms.inner().bound()));
    extents.putIfAbsent(terms.j().letter(), terms.j().extent());
    float[] result = buffers.get(terms.sum().buffer());
    List<String> letters = formula.indices();
    for (int i = 0; i < terms.i().extent(); i++) {
      for (int j = 0; j < (letters.size() == 3 ? terms.j().extent() : 1); j++) {
        for (int k = 0; k < terms.channels(); k++) {
          Map<String, Integer> numbers = new HashMap<>(NUMBERS);
          numbers.put(letters.getFirst(), i);
          numbers.put(letters.get(1), j);
          numbers.put(letters.getLast(), k);
          int at = NUMBERS.get(terms.sum().start()) + i * number(terms.sum().i()) + k
              + (letters.size() == 3 ? j * number(terms.sum().j()) : 0);
          result[at] = formula.value(result[at], extents, numbers, buffers);
        }
      }
    }
    return result;
  }

  private static int number(Stride stride) {
    return stride.name().isEmpty() ? stride.floats() : NUMBERS.get(stride.name());
  }

  @Test
  void warmsUpTilesOfFewOperationsFirst() {
    String expected =
        """
            WarmUp.tile(run -> product8x32(a, 0, 0, 0, b, 0, sums, 0, 32, 2, run), 16);
            WarmUp.tile(run -> gradient9x16(a, 0, 0, 0, b, 0, 0, 0, sums, 0, 16, 2, run), 9);
            WarmUp.tile(run -> slide3x8over48(a, 0, 0, b, 0, sums, 0, 16, 2, run), 24);
            WarmUp.tile(run -> slideGradient3x4(a, 0, 0, 0, b, 0, 0, sums, 0, 2, run), 12);
            WarmUp.tile(run -> channels7(a, 0, 0, 0, 0, b, 0, sums, 0, 16, 2, run), 7);
            WarmUp.tile(run -> channelsGradient3(a, 0, 0, 0, 0, b, 0, 0, 0, sums, 0, 16, 2, run), 3);
            """;
    JavaMethod warmUp =
        warmUpOf(
            List.of(
                new Slide(8, 3, 48, 1), new Product(8, 2, 16 * 2), new SlideGradient(4, 3),
                new Channels(7),
                new Gradient(9, 1), new ChannelsGradient(3)));
    assertEquals("warmUp", warmUp.name());
    assertEquals(
        expected,
        warmUp.text().lines().map(String::strip).filter(line -> line.startsWith("WarmUp."))
            .map(line -> line + "\n").reduce("", String::concat));
  }

  private static JavaMethod warmUpOf(List<Tile> tiles) {
    return TilePrinter.warmUp(tiles, tiles);
  }
}

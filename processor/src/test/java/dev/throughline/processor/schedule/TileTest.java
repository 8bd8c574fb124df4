package dev.throughline.processor.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.Stack;
import dev.throughline.processor.schedule.Tile.Channels;
import dev.throughline.processor.schedule.Tile.ChannelsGradient;
import dev.throughline.processor.schedule.Tile.Gradient;
import dev.throughline.processor.schedule.Tile.Product;
import dev.throughline.processor.schedule.Tile.Slide;
import dev.throughline.processor.schedule.Tile.SlideGradient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tiles contractions call, and what tiles say of themselves. */
class TileTest {
  private static List<Tile> tiles(Contraction contraction) {
    return ContractionScheduling.of(contraction, false, Source.TOGETHER).tiles(Registers.MANY);
  }

  @Test
  void aConvolutionOfOneVectorSlides() {
    Window window = Window.square(16, 32, 32, 16, 3, 1, 1);
    assertEquals(List.of(new Slide(16, 3, 16, 1)), tiles(new ConvForward(window)));
    assertEquals(List.of(new Slide(16, 3, 16, 1)), tiles(new ConvInputGradient(window)));
    assertEquals(List.of(new SlideGradient(8, 3)), tiles(new ConvFilterGradient(window)));
  }

  @Test
  void aConvolutionOfStrideTwoIsAProductOfRuns() {
    Window window = Window.square(16, 32, 32, 32, 3, 2, 1);
    assertEquals(List.of(Product.ofPanel(8, 2)), tiles(new ConvForward(window)));
    assertEquals(List.of(new Gradient(12, 2)), tiles(new ConvFilterGradient(window)));
  }

  @Test
  void aConvolutionOfEachChannelHasLanesOnBothSides() {
    Along axis = new Along(3, 1, 1);
    Window window = Window.of(32, 14, 14, 32, axis, axis, 32);
    assertEquals(List.of(new Channels(8)), tiles(new ConvForward(window)));
    assertEquals(List.of(new ChannelsGradient(3)), tiles(new ConvFilterGradient(window)));
  }

  @Test
  void whatATileLeavesOverHasATileOfItsOwn() {
    assertEquals(List.of(Product.ofPanel(16, 1), Product.ofPanel(1, 1)),
        tiles(new MatMul(1, 64, 10)));
    assertEquals(List.of(Product.ofPanel(8, 2)), tiles(new MatMul(64, 64, 32)));
    assertEquals(
        List.of(new Gradient(12, 2), new Gradient(11, 2)),
        tiles(new MatMulFilterGradient(1, 83, 32)));
  }

  @Test
  void aTransposedFactorIsReadLikeTheTapsOfAFilter() {
    Stack rows = Stack.dense(2, 20, 24, false);
    Stack columns = Stack.dense(2, 24, 20, true);
    Stack b = Stack.dense(2, 24, 16, false);
    Stack y = Stack.dense(2, 20, 16, false);
    assertEquals(
        List.of(Product.ofPanel(16, 1), Product.ofPanel(4, 1)),
        tiles(new BatchMatMul(2, 20, 24, 16, rows, b, y)));
    assertEquals(
        List.of(new Gradient(16, 1), new Gradient(4, 1)),
        tiles(new BatchMatMul(2, 20, 24, 16, columns, b, y)));
  }

  private static List<Tile> few(Contraction contraction) {
    return ContractionScheduling.of(contraction, false, Source.TOGETHER).tiles(Registers.FEW);
  }

  @Test
  void machinesOfSixteenRegistersHaveSmallerTiles() {
    Window stage1 = Window.square(16, 32, 32, 16, 3, 1, 1);
    Window stage2 = Window.square(32, 16, 16, 32, 3, 1, 1);
    assertEquals(List.of(new Slide(4, 3, 16, 2)), few(new ConvForward(stage1)));
    List<Tile> gradients = List.of(new Gradient(5, 2), new Gradient(4, 2));
    assertEquals(gradients, few(new ConvFilterGradient(stage1)));
    // 16 columns are 6 and 5 and 5, others have tiles of 4: they share a kernel.
    assertEquals(
        List.of(new Product(6, 2, 32), new Product(5, 2, 32), new Product(4, 2, 32)),
        few(new ConvForward(stage2)));
    assertEquals(gradients, few(new ConvFilterGradient(stage2)));
    assertEquals(List.of(new Product(4, 2, 32)), few(new MatMul(64, 64, 32)));
    assertEquals(gradients, few(new MatMulFilterGradient(1, 83, 32)));
    assertEquals(List.of(new Gradient(4, 2), new Gradient(3, 2)),
        few(new MatMulFilterGradient(1, 11, 32)));
  }

  /** As many of five as there are taps beyond four for each tile. */
  @Test
  void fiveAndFourMakeUpAnyNumberFromTwelveOn() {
    for (int taps = 1; taps < 100; taps++) {
      int tiles = Math.ceilDiv(taps, FewTaps.MOST);
      int larger = taps - tiles * FewTaps.LESS;
      assertEquals(taps >= 12 || List.of(4, 5, 8, 9, 10).contains(taps), FewTaps.fit(taps));
      if (FewTaps.fit(taps)) {
        assertEquals(
            taps, larger * FewTaps.MOST + (tiles - larger) * FewTaps.LESS, "of " + taps);
      }
    }
    assertEquals(List.of(3), FewTaps.tiles(6));
    assertEquals(List.of(4, 3), FewTaps.tiles(7));
    assertEquals(List.of(4, 3), FewTaps.tiles(11));
    assertEquals(List.of(5, 4), FewTaps.tiles(27));
  }

  @Test
  void sumsAndOperandsFit() {
    for (int columns : new int[] {1, 2, 3, 5, 7, 8}) {
      for (int channels : new int[] {3, 12, 16, 24, 64}) {
        Window window = Window.square(channels, 14, 14, channels, columns, 1, columns / 2);
        for (Contraction contraction : List.of(
            new ConvForward(window), new ConvInputGradient(window),
            new ConvFilterGradient(window))) {
          few(contraction).forEach(tile -> fits(tile, 16, window));
          tiles(contraction).forEach(tile -> fits(tile, 32, window));
        }
      }
    }
  }

  private static void fits(Tile tile, int registers, Window window) {
    Terms terms = tile.terms();
    int sums = terms.slides() ? terms.products() / terms.j().extent() : terms.products();
    int operands = terms.j().extent() * terms.vectors() + 1;
    assertTrue(sums + operands <= registers, () -> window + ": " + tile);
  }

  @Test
  void namesSayTheWholeShape() {
    assertEquals(
        List.of("product8x32", "slide3x8over48", "gradient9x16", "slideGradient5x3", "channels7",
            "channelsGradient3"),
        List.of(Product.ofPanel(8, 2), new Slide(8, 3, 48, 1), new Gradient(9, 1),
            new SlideGradient(3, 5), new Channels(7), new ChannelsGradient(3))
            .stream()
            .map(Tile::name)
            .toList());
  }

  @Test
  void parametersAreWhatTheShapeLeavesOpen() {
    assertEquals(
        List.of("x", "xAt", "xPixel", "xRow", "w", "wAt", "y", "yAt", "yPixel", "rows", "run"),
        Product.ofPanel(8, 2).terms().parameters());
    assertEquals(
        List.of("x", "xAt", "xPixel", "xRow", "dy", "dyAt", "dyRow", "dw", "dwAt", "rows",
            "pixels"),
        new SlideGradient(4, 3).terms().parameters());
    assertEquals(
        List.of("x", "xAt", "xPixel", "xRow", "xTap", "dy", "dyAt", "dyPixel", "dyRow", "dw",
            "dwAt", "dwPitch", "rows", "pixels"),
        new ChannelsGradient(3).terms().parameters());
  }

  @Test
  void blocksOfPlainLoopsCoverEveryTileAndKeepToSixteenSums() {
    for (int pixels = 1; pixels <= 16; pixels++) {
      for (Tile tile : List.of(Product.ofPanel(pixels, 2), new ChannelsGradient(pixels))) {
        Terms terms = tile.terms();
        assertEquals(0, pixels % terms.block().high(), tile::name);
        assertEquals(0, terms.channels() % terms.block().wide(), tile::name);
        assertEquals(16, Math.max(16, terms.block().high() * terms.block().wide()), tile::name);
      }
    }
  }
}

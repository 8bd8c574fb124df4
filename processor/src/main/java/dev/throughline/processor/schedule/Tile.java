package dev.throughline.processor.schedule;

import static dev.throughline.processor.schedule.Panels.LANES;
import static dev.throughline.processor.schedule.Terms.Stride.NONE;
import static dev.throughline.processor.schedule.Terms.Stride.VECTOR;
import static dev.throughline.processor.schedule.Terms.Stride.by;

import dev.throughline.processor.schedule.Terms.Axis;
import dev.throughline.processor.schedule.Terms.Loop;
import dev.throughline.processor.schedule.Terms.Operand;
import java.util.Locale;

/**
 * The innermost loops of a contraction, whose sums stay in registers: what BLIS calls a micro-kernel.
 *
 * <p>Only its shape is fixed, strides are parameters. So a network needs a handful of tiles, and HotSpot compiles a
 * handful of hot methods, not one for each kernel: a vector kernel is slow until it is compiled.
 */
public sealed interface Tile {
  /**
   * Pixels side by side, or rows of a matrix, by vectors of output channels.
   *
   * @param panel channels for which weights lie side by side
   */
  record Product(int pixels, int vectors, int panel) implements Tile {
    /** For all channels of a panel, if a vector has {@link Panels#LANES}. */
    static Product ofPanel(int pixels, int vectors) {
      return new Product(pixels, vectors, vectors * LANES);
    }
  }

  /** Pixels {@code pitch} floats apart, by vectors; each meets up to {@code columns} columns of the filter. */
  record Slide(int pixels, int columns, int pitch, int vectors) implements Tile {}

  /** Taps of a filter, or columns of a matrix, by vectors of output channels. */
  record Gradient(int taps, int vectors) implements Tile {}

  /** Input channels by columns of a filter by one vector; each input pixel meets all of the columns. */
  record SlideGradient(int channels, int columns) implements Tile {}

  /** Pixels by one vector, of a convolution of each channel by itself. */
  record Channels(int pixels) implements Tile {}

  /** Taps by one vector, of the gradient of such a convolution. */
  record ChannelsGradient(int taps) implements Tile {}

  /** Tiles of equal name are equal. */
  default String name() {
    return switch (this) {
      case Product(int pixels, int vectors, int panel) ->
          "product" + pixels + "x"
              + (panel == vectors * LANES ? "" + panel : vectors + "of" + panel);
      case Slide(int pixels, int columns, int pitch, int vectors) ->
          "slide" + columns + "x" + pixels + (vectors == 1 ? "" : "x" + vectors) + "over" + pitch;
      case Gradient(int taps, int vectors) -> "gradient" + taps + "x" + vectors * LANES;
      case SlideGradient(int channels, int columns) -> "slideGradient" + columns + "x" + channels;
      case Channels(int pixels) -> "channels" + pixels;
      case ChannelsGradient(int taps) -> "channelsGradient" + taps;
    };
  }

  /** Vectors of channels that it computes at a time. */
  default int vectors() {
    return switch (this) {
      case Product product -> product.vectors;
      case Slide slide -> slide.vectors;
      case Gradient gradient -> gradient.vectors;
      case SlideGradient _, Channels _, ChannelsGradient _ -> 1;
    };
  }

  /** What is summed, in words that follow the shape. */
  default String purpose() {
    return switch (this) {
      case Product _ -> "of a sum over rows of runs";
      case Slide(_, int columns, _, _) ->
          "of a sum over rows, channels and the " + columns + " columns of a filter";
      case Gradient _, SlideGradient _ -> "of a filter's gradient, summed over rows of pixels";
      case Channels _ -> "of a sum of each channel by itself";
      case ChannelsGradient _ ->
          "of the gradient of a filter of each channel by itself, summed over rows of pixels";
    };
  }

  /** The same in letters. */
  default String formula() {
    return switch (this) {
      case Product(_, _, int panel) ->
          String.format(Locale.ROOT,
              "y[p][k] = Σ r,j  x[xAt + r·xRow + p·xPixel + j] · w[wAt + (r·run + j)·%d + k]",
              panel);
      case Slide(_, int columns, int pitch, _) ->
          String.format(Locale.ROOT,
              "y[p][k] = Σ r,c,s  x[xAt + r·xRow + (p+s)·%d + c] · w[wAt + ((r·channels + c)·%d + s)·16 + k]",
              pitch, columns);
      case Gradient _ ->
          "dw[j][k] += Σ p,q  x[xAt + p·xRow + q·xPixel + j] · dy[dyAt + p·dyRow + q·dyPixel + k]";
      case SlideGradient(_, int columns) ->
          String.format(Locale.ROOT,
              "dw[c][s][k] += Σ p,q  x[xAt + p·xRow + q·xPixel + c] · dy[dyAt + p·dyRow + (q+%d−s)·16 + k]",
              columns - 1);
      case Channels _ ->
          "y[p][c] = Σ r,s  x[xAt + r·xRow + s·xTap + p·xPixel + c] · w[wAt + (r·columns + s)·16 + c]";
      case ChannelsGradient _ ->
          "dw[s][c] += Σ p,q  x[xAt + p·xRow + q·xPixel + s·xTap + c] · dy[dyAt + p·dyRow + q·dyPixel + c]";
    };
  }

  /** The same as data. */
  default Terms terms() {
    return switch (this) {
      case Product(int pixels, int vectors, int panel) ->
          new Terms(new Loop("r", "rows"), new Loop("j", "run"),
              new Axis("p", pixels, "pixel"), new Axis("v", vectors, "vector"), false, false,
              new Operand("x", by("xRow"), by(1), by("xPixel"), NONE),
              new Operand("w", NONE, by(panel), NONE, VECTOR),
              new Operand("y", NONE, NONE, by("yPixel"), VECTOR));
      case Slide(int pixels, int columns, int pitch, int vectors) ->
          new Terms(new Loop("r", "rows"), new Loop("c", "channels"),
              new Axis("p", pixels, "pixel"), new Axis("s", columns, "column"), false, false,
              new Operand("x", by("xRow"), by(1), by(pitch), by(pitch)),
              new Operand("w", NONE, by(columns * LANES), NONE, by(LANES)),
              new Operand("y", NONE, NONE, by("yPixel"), NONE), vectors);
      case Gradient(int taps, int vectors) ->
          new Terms(new Loop("p", "rows"), new Loop("q", "pixels"),
              new Axis("j", taps, "tap"), new Axis("v", vectors, "vector"), false, true,
              new Operand("x", by("xRow"), by("xPixel"), by(1), NONE),
              new Operand("dy", by("dyRow"), by("dyPixel"), NONE, VECTOR),
              new Operand("dw", NONE, NONE, by("dwPitch"), VECTOR));
      case SlideGradient(int channels, int columns) ->
          new Terms(new Loop("p", "rows"), new Loop("q", "pixels"),
              new Axis("c", channels, "input channel"), new Axis("s", columns, "column"),
              false, true,
              new Operand("x", by("xRow"), by("xPixel"), by(1), NONE),
              new Operand("dy", (columns - 1) * LANES, by("dyRow"), by(LANES), NONE, by(-LANES)),
              new Operand("dw", NONE, NONE, by(columns * LANES), by(LANES)));
      case Channels(int pixels) ->
          new Terms(new Loop("r", "rows"), new Loop("s", "columns"),
              new Axis("p", pixels, "pixel"), new Axis("v", 1, "vector"), true, false,
              new Operand("x", by("xRow"), by("xTap"), by("xPixel"), NONE),
              new Operand("w", NONE, by(LANES), NONE, NONE),
              new Operand("y", NONE, NONE, by("yPixel"), NONE));
      case ChannelsGradient(int taps) ->
          new Terms(new Loop("p", "rows"), new Loop("q", "pixels"),
              new Axis("s", taps, "tap"), new Axis("v", 1, "vector"), true, true,
              new Operand("x", by("xRow"), by("xPixel"), by("xTap"), NONE),
              new Operand("dy", by("dyRow"), by("dyPixel"), NONE, NONE),
              new Operand("dw", NONE, NONE, by("dwPitch"), NONE));
    };
  }
}

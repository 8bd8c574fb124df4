package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.List;
import java.util.function.Function;

/**
 * Where a loop over the outputs {@code p}, {@code q} and the taps {@code r}, {@code s} of a window stands in an image
 * of {@code H × W}.
 */
record WindowPlace(
    Int h, Int w, Int p, Int q, Int r, Int s, Int strideH, Int strideW, Int dilationH,
    Int dilationW, Int top, Int left) {

  WindowPlace(Window v, Signature signature) {
    this(
        signature.extent("H", v.h()),
        signature.extent("W", v.w()),
        signature.extent("P", v.p()),
        signature.extent("Q", v.q()),
        signature.extent("R", v.r()),
        signature.extent("S", v.s()),
        signature.extent("STRIDE", v.strideH()),
        v.strideW() == v.strideH()
            ? Int.extent("STRIDE")
            : signature.extent("STRIDE_W", v.strideW()),
        signature.extent("DILATION", v.dilationH()),
        v.dilationW() == v.dilationH()
            ? Int.extent("DILATION")
            : signature.extent("DILATION_W", v.dilationW()),
        signature.extent("TOP", v.padTop()),
        signature.extent("LEFT", v.padLeft()));
  }

  /** The row, and the column, of the image that the tap at hand reads for the output at hand. */
  private Int row() {
    return place("p", strideH, "r", dilationH, top);
  }

  private Int column() {
    return place("q", strideW, "s", dilationW, left);
  }

  /** The same in words. */
  String rowText(Numbers n) {
    return n.tap("p", "STRIDE", "TOP", "DILATION", "r");
  }

  String columnText(Numbers n) {
    return n.tap("q", name(strideW), "LEFT", name(dilationW), "s");
  }

  private static String name(Int size) {
    return ((Int.Extent) size).name();
  }

  private static Int place(String output, Int stride, String tap, Int dilation, Int padding) {
    return Int.variable(output).times(stride).plus(Int.variable(tap).times(dilation))
        .minus(padding);
  }

  /**
   * {@code body} for each tap that lies inside the image.
   *
   * @param rows whether taps may lie above or below it
   * @param columns whether taps may lie left or right of it
   * @param body is given the number of the pixel in the batch
   */
  List<Stmt> overTaps(boolean rows, boolean columns, Function<Int, List<Stmt>> body) {
    Int row = rows ? Int.variable("inRow") : row();
    Int column = columns ? Int.variable("inColumn") : column();
    List<Stmt> pixel = body.apply(Int.variable("n").times(h).plus(row).times(w).plus(column));
    List<Stmt> inColumns =
        columns
            ? List.of(new Stmt.Let("inColumn", column()), new Stmt.Guard(column, w, pixel))
            : pixel;
    List<Stmt> taps = List.of(Stmt.loop("s", s, inColumns));
    return List.of(
        Stmt.loop(
            "r",
            r,
            rows ? List.of(new Stmt.Let("inRow", row()), new Stmt.Guard(row, h, taps)) : taps));
  }

  /** Sets the image {@code dx} of {@code channels} to zero. */
  Stmt clear(String dx, Int channels) {
    Int elements = h.times(w).times(channels);
    return Stmt.lanes(
        "i",
        elements,
        List.of(
            Stmt.store(
                dx,
                Int.variable("n").times(elements).plus(Int.variable("i")),
                Value.ZERO)));
  }
}

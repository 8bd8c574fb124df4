package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Int;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sizes in words: as numbers where all launches agree, else by their names; what is 1 is left out. */
record Numbers(UnaryOperator<Int> known) {
  /** Sizes by their names alone. */
  static final Numbers NAMES = new Numbers(UnaryOperator.identity());

  String of(String extent) {
    return switch (known.apply(Int.extent(extent))) {
      case Int.Number(int number) -> Integer.toString(number);
      default -> extent;
    };
  }

  /** Likewise of a size that shapes show: by its name, as they do. */
  String symbol(String extent) {
    String known = of(extent);
    return known.equals("0") || known.equals("1") ? known : extent;
  }

  /** {@code value} with sizes that are known. */
  Int known(Int value) {
    return value.with(leaf -> leaf instanceof Int.Extent(String name) && symbol(name).length() == 1
        && Character.isDigit(symbol(name).charAt(0)) ? known.apply(leaf) : leaf);
  }

  boolean isOne(String extent) {
    return of(extent).equals("1");
  }

  /** {@code 3x3}, if that is known. */
  String taps() {
    String rows = of("R");
    String columns = of("S");
    return rows.equals("R") || columns.equals("S") ? "" : rows + "x" + columns;
  }

  /** {@code 2p−1+r}. */
  String tap(String out, String stride, String border, String dilation, String filter) {
    String pad = of(border);
    String less = pad.equals("0") ? "" : pad.startsWith("-") ? "+" + pad.substring(1) : "−" + pad;
    return times(stride, out) + less + "+" + times(dilation, filter);
  }

  private String times(String extent, String letter) {
    String factor =
        extent.isEmpty() ? "1" : Character.isDigit(extent.charAt(0)) ? extent : of(extent);
    return factor.equals("1") ? letter
        : factor.equals(extent) && !Character.isDigit(extent.charAt(0)) ? factor + "·" + letter
        : factor + letter;
  }

  /** {@code  / (n · ROWS)}, counts by their names, {@code n} the batch; nothing if all are 1. */
  String over(List<String> counts) {
    List<String> factors = new ArrayList<>(counts);
    factors.removeIf(this::isOne);
    return factors.isEmpty() ? ""
        : factors.size() == 1 ? " / " + factors.getFirst()
        : " / (" + String.join(" · ", factors) + ")";
  }

  /** {@code row,c}: of these letters those that count more than one, each paired with its extent. */
  String letters(List<String> letters, List<String> extents) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      if (!isOne(extents.get(i))) {
        shown.add(letters.get(i));
      }
    }
    return shown.isEmpty() ? letters.getLast() : String.join(",", shown);
  }
}

package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.Tile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smaller sizes for which a kernel is as right as for those that it is launched with: rows, channels and panels are
 * left out, what was resolved when it was written stays.
 */
final class SmallSizes {
  private static final int ROWS = 5;
  private static final int CHANNELS = 12;

  private final Kernel kernel;
  private final Map<String, Integer> sizes;

  private SmallSizes(Kernel kernel, Map<String, Integer> sizes) {
    this.kernel = kernel;
    this.sizes = new HashMap<>(sizes);
  }

  /** Those of {@code kernel}, which some launch gives {@code sizes}. */
  static Map<String, Integer> of(Kernel kernel, Map<String, Integer> sizes) {
    SmallSizes small = new SmallSizes(kernel, sizes);
    if (sizes.containsKey("MATRICES")) {
      return small.sizes;
    }
    small.fewerSplits();
    small.fewerWindows("P", "H", "STRIDE");
    if (small.calls() || sizes.containsKey("PANELS")) {
      if (sizes.containsKey("PANELS")) {
        small.fewerPanels();
      }
      small.fewerRows();
      return small.sizes;
    }
    small.fewerWindows("Q", "W", sizes.containsKey("STRIDE_W") ? "STRIDE_W" : "STRIDE");
    if (sizes.keySet().stream().anyMatch(name -> name.startsWith("OF"))) {
      return small.sizes;
    }
    if (sizes.containsKey("C0")) {
      small.narrower();
    } else {
      List.of("C", "ELEMENTS", "PARAMETERS", "I0", "I1", "I2").forEach(small::fewerLanes);
    }
    small.fewerRows();
    return small.sizes;
  }

  private boolean calls() {
    return kernel.statements().anyMatch(Stmt.Call.class::isInstance);
  }

  private int size(String name) {
    return requireNonNull(sizes.get(name), name);
  }

  private void fewerSplits() {
    sizes.computeIfPresent("SPLITS", (_, splits) -> Math.min(splits, Setting.BATCH));
  }

  private void fewerRows() {
    sizes.computeIfPresent("ROWS", (_, rows) -> Math.min(rows, 2 * ROWS + 1));
    sizes.computeIfPresent("POSITIONS", (_, rows) -> Math.min(rows, ROWS));
  }

  /** Fewer outputs along one axis; what the last of them meets of the border stays. */
  private void fewerWindows(String outputs, String inputs, String stride) {
    if (!sizes.containsKey(outputs)) {
      return;
    }
    int by = sizes.getOrDefault(stride, Math.round((float) size(inputs) / size(outputs)));
    int fewer = Math.min(size(outputs), ROWS + 2);
    int left = size(outputs) - fewer;
    sizes.put(outputs, fewer);
    sizes.merge(inputs, left * by, (all, less) -> all - less);
    if (outputs.equals("Q")) {
      sizes.computeIfPresent("END_INSIDE", (_, end) -> end - left);
    }
  }

  /** Two panels of the result, and fewer channels of what is read where no tile has them in its shape. */
  private void fewerPanels() {
    int width = width();
    int panels = Math.min(size("PANELS"), 2);
    int less = (size("PANELS") - panels) * width;
    String out = outIsC() ? "C" : "K";
    String in = outIsC() ? "K" : "C";
    sizes.put("PANELS", panels);
    sizes.merge(out, less, (all, without) -> all - without);
    boolean fixed =
        kernel.statements().anyMatch(
            s -> s instanceof Stmt.Call(Tile tile, _, _, _, _)
                && (tile instanceof Tile.Slide || tile instanceof Tile.Gradient
                    || tile instanceof Tile.SlideGradient));
    if (!fixed) {
      sizes.computeIfPresent(in, (_, channels) -> Math.min(channels, CHANNELS));
    }
  }

  private int width() {
    return kernel.statements().filter(Stmt.Panel.class::isInstance)
        .mapToInt(panel -> ((Stmt.Panel) panel).width()).findFirst()
        .orElseGet(() -> size("WIDTH"));
  }

  private boolean outIsC() {
    return kernel.buffers().stream().anyMatch(b -> b.written() && b.name().equals("dx"))
        || kernel.name().startsWith("packReversed");
  }

  /** Whole vectors stay whole. */
  private void fewerLanes(String name) {
    sizes.computeIfPresent(name, (_, all) -> lanes(all));
  }

  private static int lanes(int all) {
    return all <= 48 ? all : 32 + all % Stmt.Reduce.PARTS;
  }

  private void narrower() {
    int width = sizes.computeIfPresent("START", (_, start) -> lanes(start)) == null
        ? 0 : size("START") + Stmt.Reduce.PARTS;
    for (int part = 0; sizes.containsKey("C" + part); part++) {
      fewerLanes("C" + part);
      width += size("C" + part);
    }
    sizes.put("WIDTH", width);
  }
}

package dev.throughline.processor.layer;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Window;

/** Checks that convolutions and poolings share. */
final class Windows {
  private Windows() {}

  /** {@code 3×3}. */
  static String square(int size) {
    return size + "×" + size;
  }

  /**
   * Whether at least one window fits; reports it if not, and warns of rows or columns that none reads.
   *
   * @param attribute the annotation's word for the size of a window
   */
  static boolean check(Window window, String attribute, Site<?> site) {
    int least = Math.min(window.h(), window.w());
    int padding = window.padTop();
    if (window.r() > least + 2 * padding) {
      site.report(
          attribute,
          Problem.KERNEL_TOO_LARGE,
          "%s %s does not fit the %d×%d input of `%s` (padding %d)"
              .formatted(
                  attribute, square(window.r()), window.h(), window.w(), site.path(), padding),
          Hint.use("%s = %d or less".formatted(attribute, least + 2 * padding)),
          Hint.or("padding = %d or more".formatted(Math.ceilDiv(window.r() - least, 2))));
      return false;
    }
    checkBorder(window, attribute, site);
    return true;
  }

  private static void checkBorder(Window window, String attribute, Site<?> site) {
    int rows = unread(window.h(), window.r(), window.strideH(), window.padTop(), window.p());
    int columns = unread(window.w(), window.s(), window.strideW(), window.padLeft(), window.q());
    // A stride above the kernel leaves gaps everywhere, and is meant to.
    if (Math.max(rows, columns) > 0 && window.strideH() <= window.r()) {
      site.report(
          attribute,
          Problem.UNREAD_BORDER,
          "no window of `%s` reads the last %s of its %d×%d input"
              .formatted(site.path(), count(rows, columns), window.h(), window.w()),
          Hint.from(
              "%s %d, stride %d, padding %d"
                  .formatted(attribute, window.r(), window.strideH(), window.padTop())),
          Hint.use(
              "padding = %d".formatted(window.padTop() + Math.ceilDiv(Math.max(rows, columns), 2))),
          Hint.or("@Accept(\"%s\")".formatted(Problem.UNREAD_BORDER.id())));
    }
  }

  private static int unread(int in, int kernel, int stride, int padding, int out) {
    return Math.max(0, in + padding - ((out - 1) * stride + kernel));
  }

  private static String count(int rows, int columns) {
    if (rows == columns) {
      return rows == 1 ? "row and column" : "%d rows and columns".formatted(rows);
    }
    String ofRows = rows == 1 ? "row" : rows + " rows";
    String ofColumns = columns == 1 ? "column" : columns + " columns";
    return rows == 0 ? ofColumns : columns == 0 ? ofRows : ofRows + " and " + ofColumns;
  }
}

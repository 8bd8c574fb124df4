package dev.throughline.processor.layer;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import java.util.Locale;

/** Checks that convolutions and poolings share. */
final class Windows {
  private Windows() {}

  /** {@code 2}, or {@code 2×1} where the axes differ. */
  static String pair(PerAxis value) {
    return value.rows() == value.columns() ? String.valueOf(value.rows()) : value.product();
  }

  /**
   * Whether at least one window fits; reports it if not, and warns of rows or columns that none reads.
   *
   * @param attribute the annotation's word for the size of a window
   */
  static boolean check(Window window, String attribute, Site<?> site) {
    Along rows =
        new Along(window.r(), window.strideH(), window.padTop(), window.dilationH());
    Along columns =
        new Along(window.s(), window.strideW(), window.padLeft(), window.dilationW());
    if (!fits(rows, window.h()) || !fits(columns, window.w())) {
      reportTooLarge(window, rows, columns, attribute, site);
      return false;
    }
    int unreadRows = unread(rows, window.h(), window.p());
    int unreadColumns = unread(columns, window.w(), window.q());
    if (Math.max(unreadRows, unreadColumns) > 0) {
      warnOfBorder(window, unreadRows, unreadColumns, attribute, site);
    }
    return true;
  }

  private static boolean fits(Along along, int in) {
    return along.reach() <= in + 2 * along.padding();
  }

  private static void reportTooLarge(
      Window window, Along rows, Along columns, String attribute, Site<?> site) {
    boolean dilated = rows.reach() != rows.kernel() || columns.reach() != columns.kernel();
    PerAxis padding = PerAxis.of(rows.padding(), columns.padding());
    boolean square = padding.rows() == padding.columns() && rows.equals(columns);
    int h = square ? Math.min(window.h(), window.w()) : window.h();
    int w = square ? h : window.w();
    PerAxis most = PerAxis.of(largest(rows, h), largest(columns, w));
    PerAxis more = PerAxis.of(padding(rows, h), padding(columns, w));
    site.report(
        attribute,
        Problem.KERNEL_TOO_LARGE,
        String.format(Locale.ROOT, "%s %s%s does not fit the %d×%d input of `%s` (padding %s)",
            attribute, PerAxis.of(rows.kernel(), columns.kernel()).product(), dilated
                ? String.format(Locale.ROOT, ", dilated to %d×%d,", rows.reach(), columns.reach())
                : "",
            window.h(), window.w(), site.path(), pair(padding)),
        Hint.use(
            "%s = %s or less%s".formatted(attribute, most, dilated ? ", or less dilation" : "")),
        Hint.or("padding = %s or more".formatted(more)));
  }

  /** The largest kernel that fits {@code in}, or the present one if that does. */
  private static int largest(Along along, int in) {
    int fitting = (in + 2 * along.padding() - 1) / along.dilation() + 1;
    return Math.min(along.kernel(), fitting);
  }

  /** The least padding with which the kernel fits {@code in}, or the present one if it does. */
  private static int padding(Along along, int in) {
    return Math.max(along.padding(), Math.ceilDiv(along.reach() - in, 2));
  }

  private static void warnOfBorder(
      Window window, int rows, int columns, String attribute, Site<?> site) {
    PerAxis padding = PerAxis.of(window.padTop(), window.padLeft());
    PerAxis more =
        PerAxis.of(
            padding.rows() + Math.ceilDiv(rows, 2), padding.columns() + Math.ceilDiv(columns, 2));
    site.report(
        attribute,
        Problem.UNREAD_BORDER,
        String.format(Locale.ROOT, "no window of `%s` reads the last %s of its %d×%d input",
            site.path(), count(rows, columns), window.h(), window.w()),
        Hint.from(
            "%s %s, stride %s, padding %s"
                .formatted(
                    attribute,
                    pair(PerAxis.of(window.r(), window.s())),
                    pair(PerAxis.of(window.strideH(), window.strideW())),
                    pair(padding))),
        Hint.use("padding = %s".formatted(more)),
        Hint.or("@Accept(\"%s\")".formatted(Problem.UNREAD_BORDER.id())));
  }

  /** Rows or columns behind the last window. A stride above the kernel leaves gaps everywhere, and is meant to. */
  private static int unread(Along along, int in, int out) {
    int read = (out - 1) * along.stride() + along.reach() - along.padding();
    return along.stride() > along.kernel() ? 0 : Math.max(0, in - read);
  }

  private static String count(int rows, int columns) {
    if (rows == columns) {
      return rows == 1 ? "row and column" : String.format(Locale.ROOT, "%d rows and columns", rows);
    }
    String ofRows = rows == 1 ? "row" : rows + " rows";
    String ofColumns = columns == 1 ? "column" : columns + " columns";
    return rows == 0 ? ofColumns : columns == 0 ? ofRows : ofRows + " and " + ofColumns;
  }
}

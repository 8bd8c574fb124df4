package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;

/**
 * The sizes of a convolution by their names in a kernel; those of a plan, seen from what it reads and what it writes.
 *
 * <p>Where a plan has several passes, what a filter's part is like makes the kernel: those are numbers.
 */
final class WindowSizes {
  private final Window window;
  private final Signature signature;
  private final boolean gradient;
  private final int groups;

  /**
   * Of {@code window}.
   *
   * @param gradient whether a plan reads its output and writes its input
   */
  WindowSizes(Window window, boolean gradient, boolean channelwise, Signature signature) {
    this.window = window;
    this.signature = signature;
    this.gradient = gradient;
    this.groups = channelwise ? 1 : window.groups();
  }

  /** Whether every channel is a group of its own, all of them treated as one. */
  boolean isChannelwise() {
    return groups != window.groups();
  }

  Int r() {
    return signature.extent("R", window.r());
  }

  Int s() {
    return signature.extent("S", window.s());
  }

  Int groups() {
    return signature.extent("GROUPS", groups);
  }

  /** Channels of the input, of one group. */
  Int c() {
    return signature.extent("C", window.c() / groups);
  }

  Int h() {
    return signature.extent("H", window.h());
  }

  Int w() {
    return signature.extent("W", window.w());
  }

  /** Filters, of one group. */
  Int k() {
    return signature.extent("K", window.k() / groups);
  }

  Int p() {
    return signature.extent("P", window.p());
  }

  Int q() {
    return signature.extent("Q", window.q());
  }

  Int in() {
    return gradient ? k() : c();
  }

  Int inRows() {
    return gradient ? p() : h();
  }

  Int inColumns() {
    return gradient ? q() : w();
  }

  Int out() {
    return gradient ? c() : k();
  }

  Int outRows() {
    return gradient ? h() : p();
  }

  Int outColumns() {
    return gradient ? w() : q();
  }

  Int stride() {
    return gradient ? Int.ONE : signature.extent("STRIDE", window.strideH());
  }

  Int strideColumns() {
    return gradient ? Int.ONE : signature.extent("STRIDE_COLUMNS", window.strideW());
  }

  /** Distance of the taps of a pass in what is read. */
  Int dilation(RowPlan plan) {
    return gradient ? Int.of(plan.dilation().rows())
        : signature.extent("DILATION", plan.dilation().rows());
  }

  Int dilationColumns(RowPlan plan) {
    return gradient ? Int.of(plan.dilation().columns())
        : signature.extent("DILATION_COLUMNS", plan.dilation().columns());
  }

  private static boolean isSingle(RowPlan plan) {
    return plan.passes().size() == 1;
  }

  private Int of(RowPlan plan, String name, int number) {
    return isSingle(plan) ? signature.extent(name, number) : Int.of(number);
  }

  Int rows(RowPlan plan, Pass pass) {
    return isSingle(plan) && pass.rows() == window.r() ? r() : Int.of(pass.rows());
  }

  Int columns(RowPlan plan, Pass pass) {
    return isSingle(plan) && pass.columns() == window.s() ? s() : Int.of(pass.columns());
  }

  Int top(RowPlan plan, Pass pass) {
    return of(plan, "TOP", pass.top());
  }

  Int left(RowPlan plan, Pass pass) {
    return of(plan, "LEFT", pass.left());
  }

  Int topBorder(RowPlan plan) {
    return of(plan, "TOP", plan.topBorder());
  }

  Int leftBorder(RowPlan plan) {
    return plan.leftBorder() == 0 ? Int.ZERO : of(plan, "LEFT", plan.leftBorder());
  }

  /** Rows of the result that {@code pass} computes. */
  Int passRows(RowPlan plan, Pass pass) {
    return share(outRows(), plan.step().rows(), pass.firstRow());
  }

  Int passColumns(RowPlan plan, Pass pass) {
    return share(outColumns(), plan.step().columns(), pass.firstColumn());
  }

  /** Rows of the largest pass, which is the first. */
  Int passRows(RowPlan plan) {
    return passRows(plan, plan.passes().getFirst());
  }

  private static Int share(Int all, int step, int first) {
    return all.plus(step - 1L - first).over(Int.of(step));
  }

  /** Taps of all passes. */
  Int taps(RowPlan plan) {
    return isSingle(plan)
        ? rows(plan, plan.passes().getFirst()).times(columns(plan, plan.passes().getFirst()))
        : Int.of(plan.passes().stream().mapToInt(p -> p.rows() * p.columns()).sum());
  }

  /** Taps of the passes before {@code pass}. */
  Int tapsBefore(RowPlan plan, Pass pass) {
    return Int.of(
        plan.passes().subList(0, plan.passes().indexOf(pass)).stream()
            .mapToInt(p -> p.rows() * p.columns())
            .sum());
  }
}

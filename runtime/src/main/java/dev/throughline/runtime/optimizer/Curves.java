package dev.throughline.runtime.optimizer;

/** Shapes that schedules are made of. */
final class Curves {
  private Curves() {}

  /** Half a cosine from {@code from} at 0 to {@code to} at 1; the same on every machine. */
  static double cosine(double from, double to, double fraction) {
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * fraction)) / 2;
  }
}

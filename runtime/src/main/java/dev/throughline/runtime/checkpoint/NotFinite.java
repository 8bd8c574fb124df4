package dev.throughline.runtime.checkpoint;

/** Looks for what no file of tensors may hold. */
final class NotFinite {
  private NotFinite() {}

  /** Place of the first value that is infinite or no number; below zero if there is none. */
  static int place(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}

package dev.throughline.samples.cli;

import java.util.Locale;

/** Parts of one, for people. */
final class Percent {

  private Percent() {}

  static String of(double part) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * part);
  }
}

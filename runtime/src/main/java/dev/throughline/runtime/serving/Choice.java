package dev.throughline.runtime.serving;

import java.util.Locale;

/**
 * A class, or a label, and how sure a network is of it.
 *
 * @param label its number
 * @param name its name; its number in digits if it has none
 * @param score its probability, 0 to 1; of a network with a squared hinge loss, which knows no probabilities, its score
 */
public record Choice(int label, String name, double score) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%.4f)", name, score);
  }
}

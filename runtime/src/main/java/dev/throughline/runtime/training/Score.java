package dev.throughline.runtime.training;

/**
 * How well a network did on some samples.
 *
 * @param loss mean loss of a sample, or of a position or number of it
 * @param accuracy part of the answers that are what the target says, 0 to 1; NaN if the network compares numbers, which
 *     are never just right
 */
public record Score(double loss, double accuracy) {
  /** Whether answers could be right or wrong. */
  public boolean hasAccuracy() {
    return !Double.isNaN(accuracy);
  }
}

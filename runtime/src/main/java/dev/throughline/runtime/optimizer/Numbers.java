package dev.throughline.runtime.optimizer;

/** Checks of hyperparameters. */
final class Numbers {
  private Numbers() {}

  static void fraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("%s must lie in [0, 1), not be %s".formatted(name, value));
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("%s must be positive, not %s".formatted(name, value));
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be zero or positive, not %s".formatted(name, value));
    }
  }

  /** Checks what a step is asked for. */
  static void step(float rate, float gradientScale) {
    notNegative("the rate of a step", rate);
    notNegative("the factor on gradients", gradientScale);
  }
}

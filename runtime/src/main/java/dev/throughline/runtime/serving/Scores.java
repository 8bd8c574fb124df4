package dev.throughline.runtime.serving;

import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.LossKind;
import java.util.Arrays;

/**
 * One number for each class or label, the higher the surer; NaN if an answer tells nothing.
 *
 * @param areProbabilities whether they are from 0 to 1
 */
record Scores(double[] values, boolean areProbabilities) {

  /** Of the classes or labels that {@code numbers} decides, at one of its positions. */
  static Scores of(Decision decision, float[] numbers, int position) {
    LossKind loss = decision.loss().orElseThrow();
    int classes = decision.classes();
    return switch (loss) {
      case SOFTMAX_CROSS_ENTROPY ->
          new Scores(softmax(row(numbers, position, classes)), true);
      case SQUARED_HINGE -> new Scores(row(numbers, position, classes), false);
      case BINARY_CROSS_ENTROPY -> new Scores(yes(decision, numbers), true);
      case MEAN_SQUARED_ERROR -> throw new IllegalArgumentException("numbers have no scores");
    };
  }

  private static double[] row(float[] numbers, int position, int classes) {
    double[] row = new double[classes];
    for (int k = 0; k < classes; k++) {
      row[k] = numbers[position * classes + k];
    }
    return row;
  }

  private static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] parts = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      // Infinite logits share all there is, which is what their difference would say if it were a number.
      boolean equal = logits[k] == largest && largest > 0;
      parts[k] = equal ? 1 : StrictMath.exp(logits[k] - largest);
      sum += parts[k];
    }
    for (int k = 0; k < parts.length; k++) {
      parts[k] /= sum;
    }
    return parts;
  }

  private static double[] yes(Decision decision, float[] numbers) {
    double[] yes = new double[numbers.length];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = sigmoid(numbers[i]);
    }
    return decision.isSingleYesOrNo() ? new double[] {sigmoid(-numbers[0]), yes[0]} : yes;
  }

  private static double sigmoid(double x) {
    // Of a large negative number: exp(-x) would be infinite.
    double small = StrictMath.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + small) : small / (1 + small);
  }
}

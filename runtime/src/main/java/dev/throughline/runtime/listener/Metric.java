package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import java.util.Locale;

/** A number by which epochs are compared. */
public enum Metric {
  /** Mean training loss; lower is better. */
  TRAINING_LOSS {
    @Override
    double goodness(EpochReport report) {
      return -report.training().loss();
    }
  },
  /** Mean loss on the test set; lower is better. */
  TEST_LOSS {
    @Override
    double goodness(EpochReport report) {
      return -test(report).loss();
    }
  },
  /** Accuracy on the test set; higher is better. */
  TEST_ACCURACY {
    @Override
    double goodness(EpochReport report) {
      return test(report).accuracy();
    }
  };

  /** The number, with its sign such that larger is better. */
  abstract double goodness(EpochReport report);

  /** Its name in a sentence. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Fails if a run's epochs have no such number.
   *
   * @throws IllegalStateException with what to do about it
   */
  void check(Run run) {
    if (this != TRAINING_LOSS && !run.evaluates()) {
      throw needsTestSet();
    }
  }

  private static Score test(EpochReport report) {
    return report.test().orElseThrow(Metric::needsTestSet);
  }

  private static IllegalStateException needsTestSet() {
    return new IllegalStateException(
        "epochs cannot be compared by their test score without a test set: add .evaluate(data) to the"
            + " trainer");
  }
}

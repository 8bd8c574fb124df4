package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Run;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/** The best epoch so far. */
final class Best {
  private static final Logger LOG = System.getLogger(Best.class.getName());

  private final Metric metric;
  private double goodness = Double.NEGATIVE_INFINITY;
  private int sinceBest;

  Best(Metric metric) {
    this.metric = metric;
  }

  /** Begins anew with the epochs that a run continues. */
  void restart(Run run) {
    metric.check(run); // better told now than after an epoch
    goodness = Double.NEGATIVE_INFINITY;
    sinceBest = 0;
    run.history().forEach(this::improvedBy);
  }

  /** Takes note of an epoch; returns whether it is better than all before it. */
  boolean improvedBy(EpochReport report) {
    double now = metric.goodness(report);
    if (Double.isNaN(now)) {
      LOG.log(
          Level.WARNING,
          String.format(Locale.ROOT,
              "the %s of epoch %d is not a number: the epoch is not the best one",
              metric.text(), report.epoch()));
    }
    boolean better = now > goodness;
    if (better) {
      goodness = now;
      sinceBest = 0;
    } else {
      sinceBest++;
    }
    return better;
  }

  /** Epochs since the best one. */
  int sinceBest() {
    return sinceBest;
  }
}

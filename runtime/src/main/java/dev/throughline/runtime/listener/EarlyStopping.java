package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import java.util.Locale;

/** Stops a run once a number of epochs in a row have not been better than the best before them. */
public final class EarlyStopping implements Listener {
  private final Metric metric;
  private final int patience;
  private final Best best;

  /**
   * Compares epochs by a metric.
   *
   * @param patience epochs without improvement after which the run stops
   */
  public EarlyStopping(Metric metric, int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the patience must be at least 1 epoch, not %d", patience));
    }
    this.metric = metric;
    this.patience = patience;
    this.best = new Best(metric);
  }

  @Override
  public void started(Run run) {
    best.restart(run);
    stopIfDue(run);
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    best.improvedBy(report);
    stopIfDue(run);
  }

  private void stopIfDue(Run run) {
    if (best.sinceBest() >= patience) {
      run.stop(
          String.format(Locale.ROOT, "%s has not improved for %d epochs",
              metric.text(), best.sinceBest()));
    }
  }
}

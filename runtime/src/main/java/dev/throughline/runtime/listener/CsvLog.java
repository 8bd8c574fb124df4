package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A table of epochs, one line each as soon as it is complete. A resumed run begins the file again
 * with the epochs it continues. What cannot be written ends the run with a {@link LogException}.
 */
public final class CsvLog implements Listener {
  private static final String HEADER =
      "epoch,training_loss,training_accuracy,test_loss,test_accuracy,rate,seconds,images_per_second";

  private final LogFile file;

  /** Writes to this file; missing folders are made. */
  public CsvLog(Path path) {
    file = new LogFile(path, HEADER);
  }

  @Override
  public void started(Run run) {
    file.begin(run.history().stream().map(CsvLog::line).toList());
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    file.add(List.of(line(report)));
  }

  private static String line(EpochReport report) {
    return String.join(
        ",",
        Integer.toString(report.epoch()),
        Double.toString(report.training().loss()),
        Double.toString(report.training().accuracy()),
        test(report, Score::loss),
        test(report, Score::accuracy),
        Double.toString(report.rate()),
        Double.toString(report.seconds()),
        Double.toString(report.imagesPerSecond()));
  }

  private static String test(EpochReport report, ToDoubleFunction<Score> part) {
    return report.test().map(score -> Double.toString(part.applyAsDouble(score))).orElse("");
  }
}

package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A table of epochs, one line each as soon as it is complete. A resumed run begins the file again
 * with the epochs it continues.
 */
public final class CsvLog implements Listener {
  private static final String HEADER =
      "epoch,training_loss,training_accuracy,test_loss,test_accuracy,rate,seconds,images_per_second";

  private final Path path;

  /** Writes to this file; missing folders are made. */
  public CsvLog(Path path) {
    this.path = path;
  }

  @Override
  public void started(Run run) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    run.history().forEach(report -> lines.add(line(report)));
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log `%s`".formatted(path), e);
    }
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    try {
      Files.write(path, List.of(line(report)), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log `%s`".formatted(path), e);
    }
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

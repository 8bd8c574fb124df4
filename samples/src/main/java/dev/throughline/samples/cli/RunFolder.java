package dev.throughline.samples.cli;

import dev.throughline.runtime.listener.FlowMeasurement;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Evaluation;
import dev.throughline.samples.chart.ConfusionChart;
import dev.throughline.samples.chart.CurvesChart;
import dev.throughline.samples.chart.CurvesChart.Point;
import dev.throughline.samples.chart.FlowChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that a run fills, which no other run fills meanwhile. */
final class RunFolder implements AutoCloseable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final String CHECKPOINT = "last.safetensors";
  private static final String LOG = "log.csv";
  private static final String CURVES = "curves.png";
  private static final String CONFUSION = "confusion.png";
  private static final String FLOW_LOG = "gradient-flow.csv";
  private static final String FLOW = "gradient-flow.png";

  private final Path path;
  private final FolderLock lock;

  private RunFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** The folder asked for, else that of the run resumed, else a new one. */
  static RunFolder make(@Nullable Path wanted, @Nullable Path resumed, String network) {
    Path path;
    if (wanted != null) {
      path = wanted;
    } else if (resumed != null) {
      path = Objects.requireNonNullElse(resumed.getParent(), Path.of("."));
    } else {
      path = unused(Path.of("runs"), network);
    }
    Folders.make(path);
    Stream.of(CHECKPOINT, LOG, CURVES, CONFUSION, FLOW_LOG, FLOW)
        .map(path::resolve)
        .forEach(Folders::checkFile);
    return new RunFolder(path, FolderLock.take(path));
  }

  /** A name from network and time; runs that begin within one second are counted. */
  private static Path unused(Path runs, String network) {
    String name = network + "-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> runs.resolve(i == 1 ? name : name + "-" + i))
        .filter(folder -> !Files.exists(folder))
        .findFirst()
        .orElseThrow();
  }

  Path path() {
    return path;
  }

  Path checkpoint() {
    return path.resolve(CHECKPOINT);
  }

  Path log() {
    return path.resolve(LOG);
  }

  Path flowLog() {
    return path.resolve(FLOW_LOG);
  }

  /** Draws how the gradient flowed; nothing if it was not measured since the run was resumed. */
  void draw(NetworkSpec network, List<FlowMeasurement> flow) {
    if (!flow.isEmpty()) {
      draw(FLOW, picture -> FlowChart.write(picture, network, flow));
    }
  }

  /** Draws both pictures; every epoch needs its test score. */
  void draw(
      String title, List<EpochReport> epochs, Evaluation evaluation, List<String> classNames) {
    List<Point> points = epochs.stream().map(RunFolder::point).toList();
    draw(CURVES, picture -> CurvesChart.write(picture, title, points));
    String scored =
        String.format(Locale.ROOT, "%s, %s of %,d test images", title,
            Percent.of(evaluation.score().accuracy()), evaluation.samples());
    draw(
        CONFUSION,
        picture -> ConfusionChart.write(picture, scored, evaluation.confusion(), classNames));
  }

  /** Writes a picture to a file. */
  private interface Drawing {
    void write(Path picture) throws IOException;
  }

  private void draw(String name, Drawing drawing) {
    Path picture = path.resolve(name);
    try {
      drawing.write(picture);
    } catch (IOException e) {
      throw new MachineFault(
          "the run is complete and %s holds its weights, but %s cannot be drawn: %s"
              .formatted(Quote.path(checkpoint()), Quote.path(picture), Reason.of(e)),
          e);
    }
  }

  private static Point point(EpochReport epoch) {
    return new Point(
        epoch.epoch(),
        epoch.training().loss(),
        epoch.training().accuracy(),
        epoch.test().orElseThrow().loss(),
        epoch.test().orElseThrow().accuracy());
  }

  /** What a run has left here. */
  String files(boolean withFlow) {
    String all = String.join(", ", CHECKPOINT, LOG, CURVES, CONFUSION);
    return withFlow ? String.join(", ", all, FLOW_LOG, FLOW) : all;
  }

  @Override
  public void close() {
    lock.close();
  }
}

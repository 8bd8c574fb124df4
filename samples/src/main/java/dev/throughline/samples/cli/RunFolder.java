package dev.throughline.samples.cli;

import dev.throughline.runtime.listener.FlowMeasurement;
import dev.throughline.runtime.network.NetworkSpec;
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
import org.jspecify.annotations.Nullable;

/** The folder that a run fills. */
record RunFolder(Path path) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final String CHECKPOINT = "last.safetensors";
  private static final String LOG = "log.csv";
  private static final String CURVES = "curves.png";
  private static final String CONFUSION = "confusion.png";
  private static final String FLOW_LOG = "gradient-flow.csv";
  private static final String FLOW = "gradient-flow.png";

  /** The folder asked for, else that of the run resumed, else a new one. */
  static RunFolder make(@Nullable Path wanted, @Nullable Path resumed, String network) {
    Path path;
    if (wanted != null) {
      path = wanted;
    } else if (resumed != null) {
      path = resumed.resolveSibling("");
    } else {
      path =
          Path.of("runs", network + "-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault())));
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    return new RunFolder(path);
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
    if (flow.isEmpty()) {
      return;
    }
    try {
      FlowChart.write(path.resolve(FLOW), network, flow);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Draws both pictures; every epoch needs its test score. */
  void draw(
      String title, List<EpochReport> epochs, Evaluation evaluation, List<String> classNames) {
    try {
      CurvesChart.write(path.resolve(CURVES), title,
          epochs.stream().map(RunFolder::point).toList());
      ConfusionChart.write(
          path.resolve(CONFUSION),
          String.format(Locale.ROOT, "%s, %s of %,d test images", title,
              Percent.of(evaluation.score().accuracy()), evaluation.samples()),
          evaluation.confusion(),
          classNames);
    } catch (IOException e) {
      throw unwritable(path, e);
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

  private static BadInput unwritable(Path path, IOException e) {
    return new BadInput("cannot write to `%s` (%s): choose another --out".formatted(path, e));
  }
}

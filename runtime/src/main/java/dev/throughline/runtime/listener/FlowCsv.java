package dev.throughline.runtime.listener;

import dev.throughline.runtime.listener.FlowMeasurement.LayerFlow;
import dev.throughline.runtime.network.GradientPrediction;
import dev.throughline.runtime.network.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file of {@link GradientFlow}: a line for each layer of each measured step. */
record FlowCsv(Path path) {
  private static final String HEADER =
      "epoch,step,layer,gradient,activation,dead,update,predicted_shortest,predicted_longest,"
          + "predicted_junctions,predicted_slopes,predicted_bound,predicted_since";

  /** Begins the file, or goes on with it. */
  void start(boolean resumed) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (!resumed || !Files.exists(path)) {
        Files.write(path, List.of(HEADER));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  void add(NetworkSpec spec, FlowMeasurement measured) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < measured.layers().size(); i++) {
      lines.add(
          line(measured, measured.layers().get(i), spec.layers().get(i).prediction()));
    }
    try {
      Files.write(path, lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static String line(
      FlowMeasurement measured, LayerFlow layer, GradientPrediction predicted) {
    return String.join(
        ",",
        Integer.toString(measured.epoch()),
        Long.toString(measured.step()),
        layer.layer(),
        number(layer.gradient()),
        number(layer.activation()),
        number(layer.dead()),
        number(layer.update()),
        Integer.toString(predicted.shortest()),
        Integer.toString(predicted.longest()),
        Integer.toString(predicted.junctions()),
        number(predicted.slopes()),
        number(predicted.bound()),
        predicted.since());
  }

  /** Nothing for what is not known. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("cannot write the log `%s`".formatted(path), e);
  }
}

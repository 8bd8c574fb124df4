package dev.throughline.runtime.listener;

import dev.throughline.runtime.listener.FlowMeasurement.LayerFlow;
import dev.throughline.runtime.spec.GradientPrediction;
import dev.throughline.runtime.spec.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of {@link GradientFlow}: a line for each layer of each measured step. */
final class FlowCsv {
  private static final String HEADER =
      "epoch,step,layer,gradient,activation,dead,update,predicted_shortest,predicted_longest,"
          + "predicted_junctions,predicted_slopes,predicted_bound,predicted_since";

  private static final int STEP = 1;

  private final LogFile file;

  FlowCsv(Path path) {
    file = new LogFile(path, HEADER);
  }

  /** Begins the file, or goes on with it after so many steps: what was measured later is measured again. */
  void start(long stepsDone) {
    if (stepsDone == 0) {
      file.begin(List.of());
    } else {
      file.resume(line -> isUpTo(stepsDone, line));
    }
  }

  private static boolean isUpTo(long step, String line) {
    String[] fields = line.split(",", -1);
    try {
      return fields.length == HEADER.split(",", -1).length
          && Long.parseLong(fields[STEP]) <= step;
    } catch (NumberFormatException e) {
      return false; // what a crash of the machine left
    }
  }

  void add(NetworkSpec spec, FlowMeasurement measured) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < measured.layers().size(); i++) {
      lines.add(
          line(measured, measured.layers().get(i), spec.layers().get(i).prediction()));
    }
    file.add(lines);
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
}

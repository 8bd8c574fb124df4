package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A {@link RunState} as text entries of a file; numbers are exact. */
final class RunMetadata {
  private static final String PREFIX = "throughline.run.";
  private static final String HISTORY = PREFIX + "history";
  private static final int HISTORY_FIELDS = 8;

  private RunMetadata() {}

  static void put(Map<String, String> metadata, RunState state) {
    metadata.put(PREFIX + "seed", Long.toString(state.seed));
    metadata.put(PREFIX + "epoch", Integer.toString(state.epoch));
    metadata.put(PREFIX + "batch", Integer.toString(state.batch));
    metadata.put(PREFIX + "step", Long.toString(state.step));
    metadata.put(PREFIX + "loss_sum", Double.toString(state.lossSum));
    metadata.put(PREFIX + "correct", Long.toString(state.correct));
    metadata.put(PREFIX + "samples", Long.toString(state.samples));
    metadata.put(PREFIX + "seconds", Double.toString(state.seconds));
    metadata.put(PREFIX + "note", state.note);
    metadata.put(
        HISTORY, String.join(";", state.history.stream().map(RunMetadata::write).toList()));
  }

  static RunState read(SafetensorsReader file) {
    RunState state = new RunState(number(file, PREFIX + "seed", Long::valueOf));
    state.epoch = count(file, PREFIX + "epoch").intValue();
    state.batch = count(file, PREFIX + "batch").intValue();
    state.step = count(file, PREFIX + "step");
    state.lossSum = number(file, PREFIX + "loss_sum", Double::valueOf);
    state.correct = count(file, PREFIX + "correct");
    state.samples = count(file, PREFIX + "samples");
    state.seconds = number(file, PREFIX + "seconds", Double::valueOf);
    state.note = text(file, PREFIX + "note");
    String history = text(file, HISTORY);
    if (!history.isEmpty()) {
      for (String epoch : history.split(";", -1)) {
        state.history.add(parse(file, epoch));
      }
    }
    if (state.history.size() != state.epoch) {
      throw new CheckpointException(
          String.format(Locale.ROOT, "`%s` is damaged: it is %d epochs old but tells of %d",
              file.path(), state.epoch, state.history.size()));
    }
    return state;
  }

  private static String write(EpochReport report) {
    List<String> fields = new ArrayList<>();
    fields.add(Integer.toString(report.epoch()));
    fields.add(Double.toString(report.training().loss()));
    fields.add(Double.toString(report.training().accuracy()));
    fields.add(report.test().map(test -> Double.toString(test.loss())).orElse(""));
    fields.add(report.test().map(test -> Double.toString(test.accuracy())).orElse(""));
    fields.add(Double.toString(report.rate()));
    fields.add(Double.toString(report.seconds()));
    fields.add(Double.toString(report.imagesPerSecond()));
    return String.join(",", fields);
  }

  private static EpochReport parse(SafetensorsReader file, String text) {
    String[] fields = text.split(",", -1);
    try {
      if (fields.length == HISTORY_FIELDS) {
        Optional<Score> test =
            fields[3].isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Score(Double.parseDouble(fields[3]), Double.parseDouble(fields[4])));
        return new EpochReport(
            Integer.parseInt(fields[0]),
            new Score(Double.parseDouble(fields[1]), Double.parseDouble(fields[2])),
            test,
            Double.parseDouble(fields[5]),
            Double.parseDouble(fields[6]),
            Double.parseDouble(fields[7]));
      }
    } catch (NumberFormatException e) {
      throw malformed(file, HISTORY, text);
    }
    throw malformed(file, HISTORY, text);
  }

  /** A required entry that is a whole number, zero or more. */
  static Long count(SafetensorsReader file, String key) {
    long count = number(file, key, Long::valueOf);
    if (count < 0) {
      throw malformed(file, key, Long.toString(count));
    }
    return count;
  }

  /** A required entry that is a number. */
  static <N extends Number> N number(
      SafetensorsReader file, String key, Function<String, N> parse) {
    String text = text(file, key);
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw malformed(file, key, text);
    }
  }

  /** A required entry. */
  static String text(SafetensorsReader file, String key) {
    return file.metadata(key)
        .orElseThrow(
            () -> new CheckpointException(
                "`%s` is no checkpoint of a training run: it has no entry `%s`"
                    .formatted(file.path(), key)));
  }

  private static CheckpointException malformed(SafetensorsReader file, String key, String text) {
    return new CheckpointException(
        "`%s` is damaged: its entry `%s` is `%s`".formatted(file.path(), key, text));
  }
}

package dev.throughline.runtime.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A {@link RunState} as text entries of a file; numbers are exact. */
final class RunMetadata {
  static final String BATCH_SIZE = "throughline.batch_size";
  static final String TRAINING_IMAGES = "throughline.training_images";
  private static final String PREFIX = "throughline.run.";
  private static final String SEED = PREFIX + "seed";
  private static final String EPOCH = PREFIX + "epoch";
  private static final String BATCH = PREFIX + "batch";
  private static final String STEP = PREFIX + "step";
  private static final String LOSS_SUM = PREFIX + "loss_sum";
  private static final String CORRECT = PREFIX + "correct";
  private static final String ANSWERS = PREFIX + "answers";
  private static final String SAMPLES = PREFIX + "samples";
  private static final String SECONDS = PREFIX + "seconds";
  private static final String NOTE = PREFIX + "note";
  private static final String HISTORY = PREFIX + "history";
  private static final int HISTORY_FIELDS = 8;

  private RunMetadata() {}

  static void put(Map<String, String> metadata, RunState state) {
    metadata.put(SEED, Long.toString(state.seed));
    metadata.put(EPOCH, Integer.toString(state.epoch));
    metadata.put(BATCH, Integer.toString(state.batch));
    metadata.put(STEP, Long.toString(state.step));
    metadata.put(LOSS_SUM, Double.toString(state.lossSum));
    metadata.put(CORRECT, Long.toString(state.correct));
    metadata.put(SAMPLES, Long.toString(state.samples));
    if (state.answers != state.samples) { // one each, as a rule
      metadata.put(ANSWERS, Long.toString(state.answers));
    }
    metadata.put(SECONDS, Double.toString(state.seconds));
    metadata.put(NOTE, state.note);
    metadata.put(
        HISTORY, String.join(";", state.history.stream().map(RunMetadata::write).toList()));
  }

  /** Reads where a run is, and checks that it can be there. */
  static RunState read(Entries entries) {
    RunState state = new RunState(entries.whole(SEED));
    state.epoch = (int) entries.count(EPOCH, Integer.MAX_VALUE);
    state.batch = (int) entries.count(BATCH, Integer.MAX_VALUE);
    state.step = entries.count(STEP, Long.MAX_VALUE);
    state.lossSum = entries.finite(LOSS_SUM);
    state.correct = entries.count(CORRECT, Long.MAX_VALUE);
    state.samples = entries.count(SAMPLES, Long.MAX_VALUE);
    state.answers =
        entries.has(ANSWERS) ? entries.count(ANSWERS, Long.MAX_VALUE) : state.samples;
    state.seconds = entries.finite(SECONDS);
    state.note = entries.text(NOTE);
    readHistory(entries, state);
    check(entries, state);
    return state;
  }

  private static void readHistory(Entries entries, RunState state) {
    String history = entries.text(HISTORY);
    int from = 0;
    while (from < history.length() && state.history.size() <= state.epoch) {
      int end = history.indexOf(';', from);
      end = end < 0 ? history.length() : end;
      state.history.add(parse(entries, history.substring(from, end), state.history.size() + 1));
      from = end + 1;
      if (from == history.length()) {
        throw entries.malformed(HISTORY, history); // nothing follows the last semicolon
      }
    }
    if (state.history.size() != state.epoch) {
      throw entries.fault(
          String.format(Locale.ROOT, "it is %d epochs old but tells of %d", state.epoch,
              state.history.size()));
    }
  }

  /** All counters must tell of one and the same place. */
  private static void check(Entries entries, RunState state) {
    long batchSize = entries.count(BATCH_SIZE, Integer.MAX_VALUE);
    long images = entries.count(TRAINING_IMAGES, Integer.MAX_VALUE);
    if (batchSize == 0 || images < batchSize) {
      throw entries.fault(
          String.format(Locale.ROOT, "%d images make no batch of %d", images, batchSize));
    }
    long stepsPerEpoch = images / batchSize;
    if (state.batch > stepsPerEpoch) {
      throw entries.fault(
          String.format(Locale.ROOT, "it is %d steps into an epoch of %d", state.batch,
              stepsPerEpoch));
    }
    if (state.step != state.epoch * stepsPerEpoch + state.batch) {
      throw entries.fault(
          String.format(Locale.ROOT,
              "it counts %d steps where %d epochs of %d and %d more are over",
              state.step, state.epoch, stepsPerEpoch, state.batch));
    }
    if (state.samples != state.batch * batchSize || state.correct > state.answers) {
      throw entries.fault(
          String.format(Locale.ROOT,
              "it counts %d right of %d answers to %d samples in %d batches of %d",
              state.correct, state.answers, state.samples, state.batch, batchSize));
    }
    if (state.seconds < 0 || (state.batch == 0
        && (state.lossSum != 0 || state.seconds != 0 || state.answers != 0))) {
      throw entries.fault(
          "it sums up a loss of %s and %s seconds in %s steps"
              .formatted(state.lossSum, state.seconds, state.batch));
    }
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

  private static EpochReport parse(Entries entries, String text, int number) {
    String[] fields = text.split(",", -1);
    if (fields.length != HISTORY_FIELDS
        || !fields[0].equals(Integer.toString(number))
        || fields[3].isEmpty() != fields[4].isEmpty()) {
      throw entries.malformed(HISTORY, text);
    }
    Optional<Score> test =
        fields[3].isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Score(real(entries, fields[3], text), real(entries, fields[4], text)));
    EpochReport report =
        new EpochReport(
            number,
            new Score(real(entries, fields[1], text), real(entries, fields[2], text)),
            test,
            real(entries, fields[5], text),
            real(entries, fields[6], text),
            real(entries, fields[7], text));
    boolean counts = report.training().hasAccuracy();
    if (!isPossible(report, !counts && DataIdentity.isOfSamples(entries.texts()))) {
      throw entries.malformed(HISTORY, text);
    }
    return report;
  }

  private static double real(Entries entries, String field, String epoch) {
    return entries.real(HISTORY, field, epoch);
  }

  /** A test score may be any: the run does not depend on it, and a test set may be empty. */
  private static boolean isPossible(EpochReport report, boolean mayLackAccuracy) {
    return Double.isFinite(report.training().loss())
        && (isShare(report.training().accuracy()) || mayLackAccuracy)
        && report.test().stream()
            .allMatch(test -> Double.isNaN(test.accuracy()) || isShare(test.accuracy()))
        && report.rate() >= 0
        && Double.isFinite(report.rate())
        && report.seconds() >= 0
        && Double.isFinite(report.seconds())
        && report.imagesPerSecond() >= 0;
  }

  private static boolean isShare(double part) {
    return part >= 0 && part <= 1;
  }
}

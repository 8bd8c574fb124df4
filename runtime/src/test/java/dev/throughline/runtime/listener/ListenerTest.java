package dev.throughline.runtime.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.testing.Flat;
import dev.throughline.runtime.training.CheckpointInfo;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest {
  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(1);
  private final Network net = SoftmaxRegression.on(cpu, 16, 1);
  private final Dataset data = Shapes.of(50, 1);

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  /** A run as listeners see it, whose epochs score as the test says. */
  private static final class ScriptedRun implements Run {
    final List<EpochReport> history = new ArrayList<>();
    final List<Path> saved = new ArrayList<>();
    Optional<String> stopped = Optional.empty();

    EpochReport epoch(double trainingLoss, double testLoss, double testAccuracy) {
      EpochReport report =
          new EpochReport(
              history.size() + 1,
              new Score(trainingLoss, 0.5),
              Optional.of(new Score(testLoss, testAccuracy)),
              0.1,
              2,
              100);
      history.add(report);
      return report;
    }

    @Override
    public Network network() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int epochs() {
      return 10;
    }

    @Override
    public int epochsDone() {
      return history.size();
    }

    @Override
    public int stepsPerEpoch() {
      return 4;
    }

    @Override
    public int stepsInEpoch() {
      return 0;
    }

    @Override
    public long steps() {
      return 4L * history.size();
    }

    @Override
    public Score soFar() {
      return new Score(Double.NaN, Double.NaN);
    }

    @Override
    public List<EpochReport> history() {
      return List.copyOf(history);
    }

    @Override
    public void save(Path path) {
      saved.add(path);
    }

    @Override
    public void stop(String reason) {
      stopped = Optional.of(reason);
    }
  }

  @Test
  void earlyStoppingWaitsForItsPatience() {
    ScriptedRun run = new ScriptedRun();
    EarlyStopping stopping = new EarlyStopping(Metric.TEST_LOSS, 2);
    stopping.started(run);
    double[] losses = {1.0, 0.8, 0.9, 0.7, 0.7, 0.75};
    for (int i = 0; i < losses.length; i++) {
      assertEquals(Optional.empty(), run.stopped, "before epoch " + i);
      stopping.epochEnded(run, run.epoch(1, losses[i], 0));
    }
    assertEquals(Optional.of("test loss has not improved for 2 epochs"), run.stopped);
  }

  @Test
  void earlyStoppingTakesUpItsCountFromTheHistory() {
    ScriptedRun run = new ScriptedRun();
    run.epoch(1, 0, 0.5);
    run.epoch(1, 0, 0.4);
    EarlyStopping stopping = new EarlyStopping(Metric.TEST_ACCURACY, 2);
    stopping.started(run);
    assertEquals(Optional.empty(), run.stopped);
    stopping.epochEnded(run, run.epoch(1, 0, 0.45));
    assertTrue(run.stopped.isPresent());
    ScriptedRun again = new ScriptedRun();
    again.history.addAll(run.history);
    stopping.started(again);
    assertTrue(again.stopped.isPresent(), "a run that was stopped does not go on when resumed");
  }

  @Test
  void nanIsNeverAnImprovement() {
    ScriptedRun run = new ScriptedRun();
    Best best = new Best(Metric.TRAINING_LOSS);
    assertFalse(best.improvedBy(run.epoch(Double.NaN, 0, 0)));
    assertTrue(best.improvedBy(run.epoch(1, 0, 0)));
    assertFalse(best.improvedBy(run.epoch(Double.NaN, 0, 0)));
    assertEquals(1, best.sinceBest());
  }

  @Test
  void onlyTheBestIsSaved() {
    ScriptedRun run = new ScriptedRun();
    Path path = folder.resolve("best");
    run.epoch(1, 0, 0.6);
    Checkpoints best = Checkpoints.best(path, Metric.TEST_ACCURACY);
    best.started(run);
    for (double accuracy : new double[] {0.5, 0.7, 0.7, 0.8}) {
      best.epochEnded(run, run.epoch(1, 0, accuracy));
    }
    assertEquals(List.of(path, path), run.saved);
  }

  @Test
  void checkpointsComeAfterStepsAndEpochs() {
    ScriptedRun run = new ScriptedRun();
    Path path = folder.resolve("run");
    Checkpoints steps = Checkpoints.everySteps(path, 3);
    for (int step = 1; step <= 7; step++) {
      steps.stepEnded(run, new StepReport(1, step, step, 16, new Score(1, 0), 0.1));
    }
    assertEquals(2, run.saved.size());
    steps.epochEnded(run, run.epoch(1, 1, 1));
    assertEquals(3, run.saved.size());
    assertThrows(IllegalArgumentException.class, () -> Checkpoints.everySteps(path, 0));
  }

  @Test
  void checkpointsOfARunCanBeResumed() {
    Path path = folder.resolve("runs/a.safetensors");
    Trainer.of(net).listen(Checkpoints.everyEpoch(path)).fit(data, 2);
    assertEquals(2, CheckpointInfo.read(path).epochs());
    try (Network resumed = SoftmaxRegression.on(cpu, 16, 9)) {
      assertEquals(2, Trainer.of(resumed).resume(path).fit(data, 2).size());
      assertArrayEquals(Flat.parameters(net), Flat.parameters(resumed));
    }
  }

  @Test
  void theLogIsATableThatResumedRunsContinue() throws IOException {
    Path log = folder.resolve("logs/run.csv");
    Path path = folder.resolve("run.safetensors");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY); // whose decimal point is a comma
      Trainer.of(net)
          .evaluate(data)
          .listen(new CsvLog(log), Checkpoints.everyEpoch(path))
          .fit(data, 2);
    } finally {
      Locale.setDefault(before);
    }
    List<String> lines = Files.readAllLines(log);
    assertEquals(
        "epoch,training_loss,training_accuracy,test_loss,test_accuracy,rate,seconds,"
            + "images_per_second",
        lines.getFirst());
    assertEquals(3, lines.size());
    EpochReport second = CheckpointInfo.read(path).history().get(1);
    String[] fields = lines.get(2).split(",", -1);
    assertEquals("2", fields[0]);
    assertEquals(second.training().loss(), Double.parseDouble(fields[1]));
    assertEquals(second.test().orElseThrow().accuracy(), Double.parseDouble(fields[4]));
    try (Network resumed = SoftmaxRegression.on(cpu, 16, 9)) {
      Trainer.of(resumed).resume(path).listen(new CsvLog(log)).fit(data, 3);
    }
    List<String> continued = Files.readAllLines(log);
    assertEquals(lines, continued.subList(0, 3));
    assertEquals(4, continued.size());
    assertEquals("3", continued.get(3).split(",", -1)[0]);
    assertEquals("", continued.get(3).split(",", -1)[3], "no test set, no test loss");
  }

  @Test
  void aLogThatCannotBeWrittenIsToldBeforeTheFirstStep() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path below = file.resolve("log.csv");
    for (Path path : List.of(folder, below)) {
      String why = path.equals(folder) ? "it is a folder" : "`%s` is no folder".formatted(file);
      for (Listener log : List.of(new CsvLog(path), GradientFlow.everySteps(1).csv(path))) {
        assertEquals(
            "cannot write the log `%s`: %s".formatted(path, why),
            assertThrows(
                LogException.class, () -> Trainer.of(net).listen(log).fit(data, 1))
                .getMessage());
      }
    }
    assertEquals(0, net.trainingPasses());
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsToldBeforeTheFirstStep() {
    assertEquals(
        "cannot write `%s`: it is a folder".formatted(folder),
        assertThrows(
            CheckpointException.class,
            () -> Trainer.of(net).listen(Checkpoints.everyEpoch(folder)).fit(data, 1))
            .getMessage());
    assertEquals(0, net.trainingPasses());
  }

  @Test
  void withoutATerminalEveryEpochIsALine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<EpochReport> history =
        Trainer.of(net).evaluate(data).listen(new ProgressBar(out)).fit(data, 2);
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, lines.size());
    Score training = history.get(1).training();
    Score test = history.get(1).test().orElseThrow();
    String expected =
        String.format(
            Locale.ROOT,
            "epoch 2/2  loss %.4f, accuracy %.2f %%  test loss %.4f, accuracy %.2f %%  ",
            training.loss(),
            100 * training.accuracy(),
            test.loss(),
            100 * test.accuracy());
    assertTrue(lines.get(1).startsWith(expected), lines.get(1));
    assertTrue(lines.get(1).endsWith(" img/s"));
  }

  @Test
  void comparingByATestSetNeedsOne() {
    Listener stopping = new EarlyStopping(Metric.TEST_ACCURACY, 2);
    assertTrue(
        String.valueOf(
            assertThrows(
                IllegalStateException.class,
                () -> Trainer.of(net).listen(stopping).fit(data, 1))
                .getMessage())
            .contains("add .evaluate(data) to the trainer"));
    assertEquals(0, net.trainingPasses(), "told before the first step");
    assertThrows(
        IllegalArgumentException.class, () -> new EarlyStopping(Metric.TEST_ACCURACY, 0));
  }
}

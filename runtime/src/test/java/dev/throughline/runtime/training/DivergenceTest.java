package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.device.cpu.CpuMemory;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.listener.Metric;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxProgram;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.testing.Flat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a run whose numbers run away: the last checkpoint that was good. */
class DivergenceTest {
  private static final int STEPS_PER_EPOCH = 3;

  /** Held, or the setting would be collected with it. */
  private static final Logger RUNS = Logger.getLogger("dev.throughline.runtime.training");

  @BeforeAll
  static void quiet() {
    RUNS.setLevel(Level.OFF); // all of these runs fail
  }

  @AfterAll
  static void loud() {
    RUNS.setLevel(null);
  }

  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(1);
  private final Dataset data = Shapes.of(48, 1);

  @AfterEach
  void close() {
    cpu.close();
  }

  /** Where a {@link #failing} network loses its numbers. */
  private enum Loses {
    /** The weights, by a step that no loss follows. */
    WEIGHTS("`logits.weight` is no longer finite"),
    /** The gradients only, so that the step spreads them. */
    GRADIENTS("`logits.weight` is no longer finite"),
    /** Running statistics only: no loss of training ever shows it. */
    STATISTICS("`input.running_mean` is no longer finite"),
    /** The optimiser's memory only: AdamW divides by it, and the weight stands still for ever. */
    MOMENTS("`optimizer.second_moment.logits.weight` is no longer finite"),
    /** The loss, at once. */
    LOSS("the loss is -Infinity");

    final String told;

    Loses(String told) {
      this.told = told;
    }

    Optimizer optimizer() {
      return this == MOMENTS ? AdamW.standard() : Sgd.momentum(0.9f);
    }
  }

  /** A network that is sound for a number of passes. */
  private static Network failing(CpuDevice cpu, Loses what, int atPass) {
    return SoftmaxRegression.run(memory -> new Failing(memory, what, atPass), cpu, 16);
  }

  private static final class Failing extends SoftmaxProgram {
    private final Loses what;
    private final int atPass;
    private int pass;

    Failing(CpuMemory memory, Loses what, int atPass) {
      super(memory, SoftmaxRegression.spec(1, 4, 4, 3));
      this.what = what;
      this.atPass = atPass;
    }

    @Override
    protected void trainingForward(int n) {
      super.trainingForward(n);
      pass++;
      if (pass == atPass && what == Loses.LOSS) {
        workspace[0] = Float.NEGATIVE_INFINITY;
      }
      if (pass == atPass && what == Loses.STATISTICS) {
        states[5] = Float.NaN;
      }
    }

    @Override
    protected void trainingBackward(int n) {
      super.trainingBackward(n);
      if (pass == atPass) {
        switch (what) {
          case GRADIENTS -> gradients[7] = Float.NaN;
          case MOMENTS -> gradients[7] = 1e25f; // whose square is not a float
          case WEIGHTS -> parameters[7] = Float.POSITIVE_INFINITY;
          case STATISTICS, LOSS -> {
            // Above.
          }
        }
      }
    }
  }

  private static String failure(Trainer trainer, Dataset data) {
    return String.valueOf(
        assertThrows(TrainingException.class, () -> trainer.fit(data, 9)).getMessage());
  }

  /** The run goes on from the file, in a network that is sound. */
  private void assertGood(Path path, Loses what, long step) {
    assertEquals(step, CheckpointInfo.read(path).steps());
    try (Network other = SoftmaxRegression.on(cpu, 16, 7)) {
      Trainer.of(other).optimizer(what.optimizer()).resume(path).fit(data, 3);
      assertEquals(3 * STEPS_PER_EPOCH, other.trainingPasses());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDivergesInItsSecondEpochKeepsTheCheckpointOfTheFirst(Loses what) {
    Path path = folder.resolve("run");
    try (Network net = failing(cpu, what, 6)) { // the last pass of the epoch
      String told =
          failure(
              Trainer.of(net).optimizer(what.optimizer()).listen(Checkpoints.everyEpoch(path)),
              data);
      assertEquals(
          what.told
              + " at step 6, in epoch 2: lower the learning rate (0.1), warm it up, or clip gradients; the"
              + " last good checkpoint is `%s`, from after step 3, in epoch 1".formatted(path),
          told);
    }
    assertGood(path, what, 3);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDivergesBetweenStepsKeepsTheCheckpointOfTheStepBefore(Loses what) {
    Path path = folder.resolve("run");
    try (Network net = failing(cpu, what, 5)) {
      String told =
          failure(
              Trainer.of(net).optimizer(what.optimizer()).listen(Checkpoints.everySteps(path, 1)),
              data);
      assertTrue(told.startsWith(what.told + " at step 5, in epoch 2: "), told);
      assertTrue(
          told.endsWith("is `%s`, from after step 4, in epoch 2".formatted(path)), told);
    }
    assertGood(path, what, 4);
  }

  @Test
  void ratesThatBlowUpTheWeightsAreToldWithTheFileToGoOnFrom() {
    Path path = folder.resolve("run");
    Schedule explosive = place -> place.epoch() < 1 ? 0.1 : 3e38;
    try (Network net = SoftmaxRegression.on(cpu, 16, 1)) {
      String told =
          failure(
              Trainer.of(net).schedule(explosive).listen(Checkpoints.everyEpoch(path)), data);
      assertTrue(told.contains("the last good checkpoint is `%s`".formatted(path)), told);
    }
    assertGood(path, Loses.WEIGHTS, 3);
  }

  @Test
  void aRunThatWasResumedNamesTheFileItBeganFrom() {
    Path path = folder.resolve("run");
    try (Network net = SoftmaxRegression.on(cpu, 16, 1)) {
      Trainer.of(net).listen(Checkpoints.everyEpoch(path)).fit(data, 1);
    }
    try (Network net = failing(cpu, Loses.WEIGHTS, 5)) {
      String told = failure(Trainer.of(net).resume(path), data);
      assertTrue(told.endsWith("`%s`, from after step 3, in epoch 1".formatted(path)), told);
    }
  }

  @Test
  void aRunWithoutCheckpointsIsToldToo() {
    try (Network net = failing(cpu, Loses.WEIGHTS, 3)) {
      assertEquals(
          "`logits.weight` is no longer finite at step 3, in epoch 1: lower the learning rate (0.1),"
              + " warm it up, or clip gradients",
          failure(Trainer.of(net), data));
    }
  }

  /** Answers only infinities, though its weights are sound. */
  private static final class Unanswering extends SoftmaxProgram {
    Unanswering(CpuMemory memory) {
      super(memory, SoftmaxRegression.spec(1, 4, 4, 3));
    }

    @Override
    protected void inferenceForward(int n) {
      Arrays.fill(activations, 16 * batch, (16 + 3) * batch, Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void aTestLossThatIsNoNumberIsSavedAndResumedAsItIs() {
    Path path = folder.resolve("run");
    try (Network net = SoftmaxRegression.run(Unanswering::new, cpu, 16)) {
      List<EpochReport> history =
          Trainer.of(net).evaluate(data).listen(Checkpoints.everyEpoch(path)).fit(data, 2);
      assertTrue(Double.isNaN(history.getLast().test().orElseThrow().loss()));
      assertEquals(history, CheckpointInfo.read(path).history());
      assertEquals(3, Trainer.of(net).evaluate(data).resume(path).fit(data, 3).size());
    }
  }

  @Test
  void anEpochWhoseScoreIsNoNumberIsNotTheBest() throws IOException {
    Path path = Files.writeString(folder.resolve("best"), "what was there");
    try (Network net = SoftmaxRegression.run(Unanswering::new, cpu, 16)) {
      Trainer.of(net)
          .evaluate(data)
          .listen(Checkpoints.best(path, Metric.TEST_LOSS))
          .fit(data, 2);
    }
    assertEquals("what was there", Files.readString(path));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1e39})
  void aScheduleThatYieldsNoRateEndsTheRunBeforeTheStep(double rate) {
    try (Network net = SoftmaxRegression.on(cpu, 16, 1)) {
      float[][] before = {{}};
      Schedule schedule =
          place -> {
            if (place.step() == 4) {
              before[0] = Flat.parameters(net).clone();
            }
            return place.step() < 4 ? 0.1 : rate;
          };
      assertEquals(
          "the schedule gives a rate of %s at step 5, in epoch 2: a rate must be zero or positive, and"
              .formatted(rate)
              + " finite",
          failure(Trainer.of(net).schedule(schedule), data));
      assertArrayEquals(before[0], Flat.parameters(net));
    }
  }

  @Test
  void aGradientThatIsNoNumberEndsTheRunBeforeTheStepHoweverItIsClipped() {
    for (boolean byValue : new boolean[] {true, false}) {
      try (Network net = failing(cpu, Loses.GRADIENTS, 1)) {
        float[] before = Flat.parameters(net).clone();
        Trainer trainer = Trainer.of(net);
        String told = failure(byValue ? trainer.clipValue(1) : trainer.clipNorm(1), data);
        assertTrue(
            told.startsWith(
                byValue
                    ? "a gradient is NaN at step 1"
                    : "the norm of the gradients is NaN at step 1"),
            told);
        assertArrayEquals(before, Flat.parameters(net));
      }
    }
  }

  @Test
  void aFailingRunIsNotSavedByHandEither() {
    Path path = folder.resolve("run");
    Listener saver =
        new Listener() {
          @Override
          public void ended(Run run) {
            run.save(path);
          }
        };
    try (Network net = failing(cpu, Loses.STATISTICS, 2)) {
      Trainer trainer = Trainer.of(net).listen(saver);
      TrainingException thrown =
          assertThrows(TrainingException.class, () -> trainer.fit(data, 1));
      assertEquals(1, thrown.getSuppressed().length);
      assertFalse(Files.exists(path));
      assertEquals(Optional.empty(), Optional.ofNullable(thrown.getCause()));
    }
  }
}

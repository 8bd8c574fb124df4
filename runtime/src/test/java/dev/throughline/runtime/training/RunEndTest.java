package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.testing.Flat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How runs end that do not end well. */
class RunEndTest {
  /** Held, or the setting would be collected with it. */
  private static final Logger RUNS = Logger.getLogger("dev.throughline.runtime.training");

  @BeforeAll
  static void quiet() {
    RUNS.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    RUNS.setLevel(null);
  }

  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(2);
  private final Network net = SoftmaxRegression.on(cpu, 16, 1);
  private final Dataset data = Shapes.of(48, 1);

  @AfterEach
  void close() {
    Thread.interrupted();
    net.close();
    cpu.close();
  }

  /** A moment at which listeners are told. */
  private enum Moment {
    STARTED, EPOCH_STARTED, STEP_ENDED, EPOCH_ENDED, ENDED
  }

  /** Does something each time that it is told. */
  private record Told(BiConsumer<Moment, Run> what) implements Listener {
    static Told at(Moment wanted, Runnable what) {
      return new Told(
          (moment, run) -> {
            if (moment == wanted) {
              what.run();
            }
          });
    }

    @Override
    public void started(Run run) {
      what.accept(Moment.STARTED, run);
    }

    @Override
    public void epochStarted(Run run) {
      what.accept(Moment.EPOCH_STARTED, run);
    }

    @Override
    public void stepEnded(Run run, StepReport report) {
      what.accept(Moment.STEP_ENDED, run);
    }

    @Override
    public void epochEnded(Run run, EpochReport report) {
      what.accept(Moment.EPOCH_ENDED, run);
    }

    @Override
    public void ended(Run run) {
      what.accept(Moment.ENDED, run);
    }
  }

  private static Runnable failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  // Failures

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENDED")
  void whatFailsFirstReachesTheCallerAndWhatFailsAfterItIsAdded(Moment moment) {
    RuntimeException first = new IllegalArgumentException("first");
    RuntimeException second = new IllegalStateException("second");
    List<String> ended = new ArrayList<>();
    Trainer trainer =
        Trainer.of(net)
            .listen(Told.at(Moment.ENDED, () -> ended.add("one")))
            .listen(Told.at(Moment.ENDED, failing(second)))
            .listen(Told.at(Moment.ENDED, failing(first))) // the same again is not added to itself
            .listen(Told.at(moment, failing(first)));
    assertSame(first, assertThrows(RuntimeException.class, () -> trainer.fit(data, 1)));
    assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    assertEquals(List.of("one"), ended);
  }

  @Test
  void aFailureOfEndedAloneReachesTheCaller() {
    RuntimeException last = new IllegalStateException("last told");
    RuntimeException later = new IllegalStateException("first told");
    Trainer trainer =
        Trainer.of(net)
            .listen(Told.at(Moment.ENDED, failing(later)), Told.at(Moment.ENDED, failing(last)));
    assertSame(last, assertThrows(RuntimeException.class, () -> trainer.fit(data, 1)));
    assertArrayEquals(new Throwable[] {later}, last.getSuppressed());
  }

  @Test
  void anErrorOfAListenerEndsTheRunAsItIs() {
    List<String> ended = new ArrayList<>();
    for (Error error : List.of(new OutOfMemoryError("a test"), new StackOverflowError("a test"))) {
      Listener failing =
          Told.at(
              Moment.STEP_ENDED,
              () -> {
                throw error;
              });
      Trainer trainer =
          Trainer.of(net).listen(Told.at(Moment.ENDED, () -> ended.add("ended")), failing);
      assertSame(error, assertThrows(Error.class, () -> trainer.fit(data, 1)));
    }
    assertEquals(2, ended.size());
  }

  @ParameterizedTest
  @EnumSource
  void aListenerCannotTrainTheNetworkThatIsBeingTrained(Moment moment) {
    Trainer[] trainer = new Trainer[1];
    for (boolean another : new boolean[] {false, true}) {
      trainer[0] =
          Trainer.of(net)
              .listen(
                  Told.at(moment, () -> (another ? Trainer.of(net) : trainer[0]).fit(data, 1)));
      assertEquals(
          "`SoftmaxRegression` is being trained already: begin another run when this one has ended",
          assertThrows(IllegalStateException.class, () -> trainer[0].fit(data, 1)).getMessage());
    }
    assertEquals(1, Trainer.of(net).fit(data, 1).size(), "but another run may follow");
  }

  @Test
  void aListenerMayTrainAnotherNetwork() {
    try (Network other = SoftmaxRegression.on(cpu, 16, 2)) {
      Listener teaching = Told.at(Moment.EPOCH_ENDED, () -> Trainer.of(other).fit(data, 1));
      assertEquals(2, Trainer.of(net).listen(teaching).fit(data, 2).size());
      assertEquals(6, other.trainingPasses());
    }
  }

  @Test
  void aRunCanBeStoppedFromAnotherThread() {
    Listener stopper =
        new Told(
            (moment, run) -> {
              if (moment == Moment.STEP_ENDED && run.steps() == 4) {
                Thread thread = Thread.ofPlatform().start(() -> run.stop("enough"));
                try {
                  thread.join();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            });
    assertEquals(1, Trainer.of(net).listen(stopper).fit(data, 1000).size());
    assertEquals(4, net.trainingPasses());
  }

  @Test
  void aClosedNetworkAndAClosedDeviceAreNotTrained() {
    List<String> told = new ArrayList<>();
    try (CpuDevice device = Device.cpu(2);
        Network closed = SoftmaxRegression.on(device, 16, 1);
        Network open = SoftmaxRegression.on(device, 16, 1)) {
      closed.close();
      assertTrue(closedness(closed).contains("`SoftmaxRegression` is closed"));
      device.close();
      Trainer trainer =
          Trainer.of(open).listen(Told.at(Moment.STARTED, () -> told.add("started")));
      assertThrows(IllegalStateException.class, () -> trainer.fit(data, 1));
      assertEquals(List.of(), told);
    }
  }

  private String closedness(Network closed) {
    Trainer trainer = Trainer.of(closed);
    return String.valueOf(
        assertThrows(IllegalStateException.class, () -> trainer.fit(data, 1)).getMessage());
  }

  @Test
  void aCheckpointFromBeforeTheFirstStepIsResumed() {
    Path path = folder.resolve("run");
    Listener saver =
        new Told(
            (moment, run) -> {
              if (moment == Moment.STARTED) {
                run.save(path);
                run.stop("saved");
              }
            });
    assertEquals(List.of(), Trainer.of(net).listen(saver).fit(data, 2));
    assertEquals(2, Trainer.of(net).resume(path).fit(data, 2).size());
  }

  // Interrupts

  @ParameterizedTest
  @EnumSource
  void anInterruptedRunSaysSoAndKeepsTheInterruptAndAWholeCheckpoint(Moment moment)
      throws Exception {
    Path path = folder.resolve("run");
    Listener checkpoints = Checkpoints.everySteps(path, 1);
    Trainer trainer =
        Trainer.of(net)
            .evaluate(data)
            .listen(Told.at(moment, () -> Thread.currentThread().interrupt()), checkpoints);
    if (moment == Moment.ENDED) {
      assertEquals(1, trainer.fit(data, 1).size(), "everything was done");
    } else {
      TrainingException thrown =
          assertThrows(TrainingException.class, () -> trainer.fit(data, 2));
      assertTrue(String.valueOf(thrown.getMessage()).contains("was interrupted"));
    }
    assertTrue(Thread.interrupted());
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.allMatch(path::equals), "nothing half written");
    }
    if (Files.exists(path)) {
      assertEquals(2, Trainer.of(net).resume(path).fit(data, 2).size());
    }
  }

  @Test
  void anInterruptedThreadSavesAWholeFileInEnded() throws Exception {
    Path path = folder.resolve("run");
    Listener saver =
        new Told(
            (moment, run) -> {
              if (moment == Moment.ENDED) {
                run.save(path);
              }
            });
    Trainer trainer =
        Trainer.of(net)
            .listen(Told.at(Moment.STEP_ENDED, () -> Thread.currentThread().interrupt()), saver);
    assertThrows(TrainingException.class, () -> trainer.fit(data, 1));
    assertTrue(Thread.interrupted());
    assertEquals(1, CheckpointInfo.read(path).steps());
  }

  @Test
  void anInterruptedThreadNeitherResumesNorEvaluates() {
    Path path = folder.resolve("run");
    Trainer.of(net).listen(Checkpoints.everyEpoch(path)).fit(data, 1);
    float[] before = Flat.parameters(net).clone();
    Thread.currentThread().interrupt();
    assertEquals(
        "the training was interrupted before it was resumed",
        assertThrows(TrainingException.class, () -> Trainer.of(net).resume(path).fit(data, 2))
            .getMessage());
    assertThrows(TrainingException.class, () -> Evaluation.of(net, data));
    assertTrue(Thread.interrupted());
    assertArrayEquals(before, Flat.parameters(net));
  }
}

package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.PadCropFlip;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.device.cpu.CpuMemory;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxProgram;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.testing.Flat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private final CpuDevice cpu = Device.cpu(2);
  private final Network net = SoftmaxRegression.on(cpu, 16, 1);

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  @Test
  void aNetworkLearns() {
    Dataset test = Shapes.of(100, 2);
    double before = Evaluation.of(net, test).score().accuracy();
    List<EpochReport> history =
        Trainer.of(net).evaluate(test).schedule(Schedule.cosine(0.2)).fit(Shapes.of(300, 1), 8);
    assertEquals(8, history.size());
    EpochReport last = history.getLast();
    Score score = last.test().orElseThrow();
    assertTrue(before < 0.7 && score.accuracy() > 0.9, before + " to " + score.accuracy());
    assertTrue(last.training().loss() < history.getFirst().training().loss());
    assertEquals(Evaluation.of(net, test).score(), score);
    assertTrue(last.imagesPerSecond() > 0);
  }

  @Test
  void theNumberOfThreadsDoesNotShow() {
    Dataset data = Shapes.of(100, 1).augment(PadCropFlip.of(1));
    List<EpochReport> history = Trainer.of(net).clipNorm(0.5f).evaluate(data).fit(data, 2);
    for (int threads : new int[] {1, 3}) {
      try (CpuDevice other = Device.cpu(threads);
          Network twin = SoftmaxRegression.on(other, 16, 1)) {
        List<EpochReport> twins = Trainer.of(twin).clipNorm(0.5f).evaluate(data).fit(data, 2);
        assertArrayEquals(Flat.parameters(net), Flat.parameters(twin));
        assertArrayEquals(Flat.states(net), Flat.states(twin));
        for (int epoch = 0; epoch < 2; epoch++) {
          assertEquals(history.get(epoch).training(), twins.get(epoch).training());
          assertEquals(history.get(epoch).test(), twins.get(epoch).test());
        }
      }
    }
  }

  @Test
  void seedsDecideTheOrder() {
    Dataset data = Shapes.of(100, 1);
    float[] start = Flat.parameters(net).clone();
    Trainer.of(net).fit(data, 1);
    float[] first = Flat.parameters(net).clone();
    System.arraycopy(start, 0, Flat.parameters(net), 0, start.length);
    net.resumeMasks(1, 0);
    Trainer.of(net).seed(1).fit(data, 1);
    assertArrayEquals(first, Flat.parameters(net));
    System.arraycopy(start, 0, Flat.parameters(net), 0, start.length);
    net.resumeMasks(1, 0);
    Trainer.of(net).seed(2).fit(data, 1);
    assertFalse(Arrays.equals(first, Flat.parameters(net)));
  }

  /** Writes down what it is told. */
  private static class Recorder implements Listener {
    final List<String> calls = new ArrayList<>();
    final List<StepReport> steps = new ArrayList<>();

    @Override
    public void started(Run run) {
      calls.add("started");
    }

    @Override
    public void epochStarted(Run run) {
      assertTrue(Double.isNaN(run.soFar().loss()) || run.stepsInEpoch() > 0);
      calls.add("epoch " + run.epochsDone());
    }

    @Override
    public void stepEnded(Run run, StepReport report) {
      calls.add("step " + report.step());
      steps.add(report);
      assertEquals(run.steps(), report.step());
      assertEquals(run.stepsInEpoch(), report.batch());
    }

    @Override
    public void epochEnded(Run run, EpochReport report) {
      calls.add("epoch ended " + report.epoch());
      assertEquals(report, run.history().getLast());
      assertEquals(report.epoch(), run.epochsDone());
      assertEquals(0, run.stepsInEpoch());
    }

    @Override
    public void ended(Run run) {
      calls.add("ended");
    }
  }

  @Test
  void listenersAreToldInOrder() {
    Recorder recorder = new Recorder();
    List<EpochReport> history =
        Trainer.of(net)
            .schedule(Schedule.steps(0.1, 0.5, 1))
            .listen(recorder)
            .fit(Shapes.of(47, 1), 2); // the last 15 do not fill a batch
    assertEquals(
        List.of(
            "started", "epoch 0", "step 1", "step 2", "epoch ended 1", "epoch 1", "step 3",
            "step 4", "epoch ended 2", "ended"),
        recorder.calls);
    List<StepReport> steps = recorder.steps;
    assertEquals(
        List.of(0.1, 0.1, 0.05, 0.05), steps.stream().map(StepReport::rate).toList());
    assertEquals(
        (steps.get(2).score().loss() + steps.get(3).score().loss()) / 2,
        history.get(1).training().loss(),
        1e-12);
    assertEquals(0.05, history.get(1).rate());
    assertEquals(16, steps.getFirst().samples());
  }

  @Test
  void aListenerCanStopTheRun() {
    Recorder recorder = new Recorder();
    Listener stopper =
        new Listener() {
          @Override
          public void stepEnded(Run run, StepReport report) {
            if (report.step() == 3) {
              run.stop("enough");
            }
          }
        };
    List<EpochReport> history =
        Trainer.of(net).listen(stopper, recorder).fit(Shapes.of(32, 1), 5);
    assertEquals(1, history.size());
    assertEquals("step 3", recorder.calls.get(recorder.calls.size() - 2));
    assertEquals("ended", recorder.calls.getLast());
  }

  @Test
  void everyListenerHearsTheEndOfARunThatFails() {
    Recorder first = new Recorder();
    Recorder last = new Recorder();
    Listener failing =
        new Listener() {
          @Override
          public void stepEnded(Run run, StepReport report) {
            throw new IllegalStateException("disk full");
          }

          @Override
          public void ended(Run run) {
            throw new IllegalStateException("still full");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> Trainer.of(net).listen(first, failing, last).fit(Shapes.of(32, 1), 5));
    assertEquals(List.of("started", "epoch 0", "step 1", "ended"), first.calls);
    assertEquals(List.of("started", "epoch 0", "ended"), last.calls);
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunBeforeTheStep() {
    Dataset data = Shapes.of(32, 1);
    net.parameter("logits.weight").set(Float.NaN, 0, 0);
    float[] before = Flat.parameters(net).clone();
    TrainingException thrown =
        assertThrows(
            TrainingException.class,
            () -> Trainer.of(net).schedule(Schedule.constant(0.5)).fit(data, 1));
    assertEquals(
        "the loss is NaN at step 1, in epoch 1: lower the learning rate (0.5), warm it up, or"
            + " clip gradients",
        thrown.getMessage());
    assertArrayEquals(before, Flat.parameters(net));
  }

  @Test
  void gradientsThatAreNotFiniteEndTheRunIfTheyAreClipped() {
    Dataset data = Shapes.of(32, 1);
    try (Network broken =
        SoftmaxRegression.run(Broken::new, cpu, 16)) {
      assertTrue(
          assertThrows(
              TrainingException.class,
              () -> Trainer.of(broken).clipNorm(1).fit(data, 1))
              .getMessage()
              .startsWith("the norm of the gradients is NaN at step 1"));
    }
  }

  /** Its backward pass yields NaN. */
  private static final class Broken extends SoftmaxProgram {
    Broken(CpuMemory memory) {
      super(memory, SoftmaxRegression.spec(1, 4, 4, 3));
    }

    @Override
    protected void trainingBackward(int n) {
      super.trainingBackward(n);
      gradients[5] = Float.NaN;
    }
  }

  @Test
  void clippedGradientsTakeASmallerStep() {
    Dataset data = Shapes.of(16, 1);
    float[] start = Flat.parameters(net).clone();
    Trainer.of(net)
        .optimizer(Sgd.plain())
        .schedule(Schedule.constant(1))
        .clipNorm(1e-3f)
        .fit(data, 1);
    assertTrue(net.gradientNorm() > 1e-3);
    double square = 0;
    for (int i = 0; i < start.length; i++) {
      square += Math.pow(Flat.parameters(net)[i] - start[i], 2);
    }
    assertEquals(1e-3, Math.sqrt(square), 1e-6);
  }

  @Test
  void dataThatDoNotFitAreToldWithTheFix() {
    Trainer trainer = Trainer.of(net);
    assertEquals(
        "15 training images do not fill one batch of 16: use a smaller batch",
        problem(() -> trainer.fit(Shapes.of(15, 1), 1)));
    assertEquals(
        "the images are 1×6×6 but `SoftmaxRegression` takes 1×4×4",
        problem(() -> trainer.fit(Shapes.of(16, 1).padTo(6, 6), 1)));
    assertEquals(
        "the images are 3×4×4 but `SoftmaxRegression` takes 1×4×4",
        problem(() -> Evaluation.of(net, Shapes.of(16, 1).repeatChannels(3))));
    try (Network wide =
        new SoftmaxRegression(SoftmaxRegression.spec(3, 8, 6, 3), cpu, 16, 1)) {
      assertEquals(
          "the images are 1×4×4 but `SoftmaxRegression` takes 3×8×6: add"
              + " .repeatChannels(3).padTo(8, 6) to the data set",
          problem(() -> Trainer.of(wide).fit(Shapes.of(16, 1), 1)));
    }
    try (Network binary =
        new SoftmaxRegression(SoftmaxRegression.spec(1, 4, 4, 2), cpu, 16, 1)) {
      assertEquals(
          "the data have 3 classes but `SoftmaxRegression` tells only 2 apart",
          problem(() -> Trainer.of(binary).fit(Shapes.of(16, 1), 1)));
    }
    assertThrows(IllegalArgumentException.class, () -> trainer.fit(Shapes.of(16, 1), 0));
  }

  private static String problem(Runnable action) {
    return String.valueOf(assertThrows(DataException.class, action::run).getMessage());
  }

  @Test
  void errorsOfTheLoaderReachTheTrainer() {
    Dataset data =
        Shapes.of(64, 1)
            .augment(
                (pixels, into, height, width, channels, random) -> {
                  throw new DataException("image 7 is damaged");
                });
    assertEquals("image 7 is damaged", problem(() -> Trainer.of(net).fit(data, 1)));
  }

  @Test
  void anInterruptedTrainerStops() {
    Listener interrupter =
        new Listener() {
          @Override
          public void stepEnded(Run run, StepReport report) {
            Thread.currentThread().interrupt();
          }
        };
    assertThrows(
        TrainingException.class,
        () -> Trainer.of(net).listen(interrupter).fit(Shapes.of(64, 1), 3));
    assertTrue(Thread.interrupted());
    assertEquals(1, net.trainingPasses());
  }

  @Test
  void evaluationCountsEverySample() {
    Dataset data = Shapes.of(37, 5);
    Evaluation evaluation = Evaluation.of(net, data);
    assertEquals(37, evaluation.samples());
    int[][] confusion = evaluation.confusion();
    int correct = 0;
    int all = 0;
    for (int label = 0; label < 3; label++) {
      correct += confusion[label][label];
      for (int predicted = 0; predicted < 3; predicted++) {
        assertEquals(confusion[label][predicted], evaluation.count(label, predicted));
        all += confusion[label][predicted];
      }
    }
    assertEquals(37, all);
    assertEquals(evaluation.score(), Evaluation.scoreOf(net, new ImageFeeds(data, net.spec())));
    assertEquals(
        "there is no class 3: they are numbered from 0 to 2",
        assertThrows(IndexOutOfBoundsException.class, () -> evaluation.count(0, 3)).getMessage());
    assertEquals(correct / 37.0, evaluation.score().accuracy());
    double loss = 0;
    for (int i = 0; i < 37; i++) {
      net.inferencePass(data.image(i), 1);
      float[] logits = net.lastLogits();
      double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
      loss += Math.log(sum) - logits[data.label(i)];
    }
    assertEquals(loss / 37, evaluation.score().loss(), 1e-6);
    assertEquals(Optional.empty(), Trainer.of(net).fit(data, 1).getFirst().test());
  }
}

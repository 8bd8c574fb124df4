package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Evaluation;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.Trainer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that read no images are trained as those that do: evaluated, saved, resumed. */
class TrainedSequencesTest {
  private static final int BATCH = 4;
  private static final int SAMPLES = 22;
  private static final int EPOCHS = 3;

  @TempDir
  private Path folder;

  private static FeedSource samples(Network network) {
    return FeedSource.of(Batches.feed(network.spec(), SAMPLES, SAMPLES));
  }

  private static Trainer trainer(Network network) {
    return Trainer.of(network)
        .optimizer(AdamW.standard())
        .schedule(Schedule.oneCycle(0.01))
        .clipNorm(1)
        .evaluate(samples(network))
        .seed(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LanguageModel", "Towers"})
  void aRunThatWasStoppedWithinAnEpochEndsAsOneThatWasNot(String name) {
    GeneratedNetwork generated = GeneratedNetwork.fixture(name);
    Path path = folder.resolve("run");
    try (Device device = Device.cpu(2);
        Network whole = generated.on(device, BATCH, 1);
        Network begun = generated.on(device, BATCH, 1);
        Network resumed = generated.on(device, BATCH, 2)) {
      List<EpochReport> epochs = trainer(whole).fit(samples(whole), EPOCHS);
      Checkpoints saved = Checkpoints.everySteps(path, 7);
      trainer(begun)
          .listen(
              saved,
              new Listener() {
                @Override
                public void stepEnded(Run run, StepReport report) {
                  if (report.step() == 7) {
                    run.stop("enough");
                  }
                }
              })
          .fit(samples(begun), EPOCHS);
      List<EpochReport> again = trainer(resumed).resume(path).fit(samples(resumed), EPOCHS);
      for (Region region : List.of(Region.PARAMETERS, Region.STATES)) {
        assertArrayEquals(
            whole.memory(region).toArray(), resumed.memory(region).toArray(), region.name());
      }
      for (int i = 0; i < EPOCHS; i++) {
        assertEquals(epochs.get(i).training(), again.get(i).training());
        assertEquals(epochs.get(i).test(), again.get(i).test());
      }
      double first = epochs.getFirst().training().loss();
      assertTrue(epochs.getLast().training().loss() < first, epochs::toString);
    }
  }

  /** Each of 35 positions counts, and the matrix holds them all. */
  @Test
  void aLanguageModelIsScoredAtEachPosition() {
    GeneratedNetwork generated = GeneratedNetwork.fixture("LanguageModel");
    try (Device device = Device.cpu(2);
        Network network = generated.on(device, BATCH, 1)) {
      Evaluation evaluation = Evaluation.of(network, samples(network));
      int counted = 0;
      int right = 0;
      for (int label = 0; label < 17; label++) {
        for (int predicted = 0; predicted < 17; predicted++) {
          counted += evaluation.count(label, predicted);
        }
        right += evaluation.count(label, label);
      }
      Score score = evaluation.score();
      assertEquals(SAMPLES * 35, counted);
      assertEquals(SAMPLES, evaluation.samples());
      assertEquals((double) right / counted, score.accuracy());
      assertEquals(Math.log(17), score.loss(), 1.5);
    }
  }
}

package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.listener.GradientFlow;
import dev.throughline.runtime.network.FakeEngine;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.Initializer;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.testing.Flat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer asks of an engine, and in which order, without a kernel. */
class FakeEngineTest {
  private static final Dataset DATA = Shapes.of(10, 1);

  private final FakeEngine engine = new FakeEngine(SoftmaxRegression.spec(1, 4, 4, 3), 4);
  private final Network net = engine.network(1);

  @TempDir
  private Path folder;

  @Test
  void aStepIsFedRunForwardAndBackwardAndUpdates() {
    Trainer.of(net).fit(DATA, 1);
    List<String> step = List.of("feed TRAINING 4", "forward", "backward", "update sgd");
    assertEquals(step, engine.calls.subList(0, 4));
    assertEquals(step, engine.calls.subList(4, 8));
    assertEquals(8, engine.calls.size());
  }

  @Test
  void anEvaluationFoldsOnceAndAnswersEverySample() {
    Trainer.of(net).evaluate(DATA).fit(DATA, 1);
    assertEquals(
        List.of(
            "fold", "infer", "feed INFERENCE 4", "infer", "feed INFERENCE 2", "infer"),
        engine.calls.subList(9, engine.calls.size()));
  }

  @Test
  void everyStepBringsItsNumbers() {
    Trainer.of(net)
        .optimizer(Sgd.momentum(0.9f).dampening(0.5f))
        .schedule(Schedule.steps(0.5, 0.1, 1))
        .fit(DATA, 2);
    assertEquals(4, engine.updates.size());
    assertEquals(0, engine.updates.get(0).numbers().get("dampening"));
    assertEquals(0.5f, engine.updates.get(1).numbers().get("dampening"));
    assertEquals(0.5f, engine.updates.get(1).numbers().get(UpdateStep.RATE));
    assertEquals(0.05f, engine.updates.get(2).numbers().get(UpdateStep.RATE), 1e-9f);
    assertEquals(List.of("velocity"), List.copyOf(engine.updates.get(3).slots().keySet()));
  }

  @Test
  void clippingByNormScalesTheStepAndClippingByValueDoesNot() {
    Trainer.of(net).clipNorm(3).fit(DATA, 1);
    assertEquals("norm GRADIENTS", engine.calls.get(3));
    float scale = engine.updates.getFirst().numbers().get(UpdateStep.GRADIENT_SCALE);
    assertEquals(1 / Math.sqrt(51), scale, 1e-7);
    Trainer.of(net).clipValue(2).fit(DATA, 1);
    assertTrue(engine.calls.contains("clip 2.0"));
    assertEquals(1, engine.updates.getLast().numbers().get(UpdateStep.GRADIENT_SCALE));
  }

  @Test
  void scoresAreTheEnginesLossesAndTallies() {
    EpochReport report = Trainer.of(net).fit(DATA, 1).getFirst();
    assertEquals(new Score((1 + 0.5) / 2, 0.75), report.training());
  }

  @Test
  void aLossThatIsNoNumberMakesNoStep() {
    engine.divergesAfter = 1;
    float[] before = Flat.parameters(net).clone();
    assertThrows(TrainingException.class, () -> Trainer.of(net).fit(DATA, 3));
    assertEquals(1, engine.updates.size());
    assertEquals(before[0] - 0.1f, Flat.parameters(net)[0]);
  }

  @Test
  void aRunGoesOnWhereItWasStopped() {
    Path path = folder.resolve("run");
    Trainer.of(net).optimizer(AdamW.standard()).fit(DATA, 3);
    Trainer.of(new FakeEngine(net.spec(), 4).network(1))
        .optimizer(AdamW.standard())
        .listen(Checkpoints.everyEpoch(path))
        .fit(DATA, 1);
    FakeEngine resumed = new FakeEngine(net.spec(), 4);
    Network again = resumed.network(9);
    Trainer.of(again).optimizer(AdamW.standard()).resume(path).fit(DATA, 3);
    assertEquals(4, resumed.updates.size());
    assertArrayEquals(Flat.parameters(net), Flat.parameters(again));
    assertEquals(
        engine.updates.getLast().numbers(), resumed.updates.getLast().numbers());
    assertEquals(6, again.trainingPasses());
  }

  @Test
  void measurementsAreTheEngines() {
    GradientFlow flow = GradientFlow.everySteps(1);
    Trainer.of(net).listen(flow).fit(DATA, 1);
    assertEquals(2, flow.measurements().getLast().layers().getFirst().activation());
  }

  /** Two inputs, and numbers to compare with: no image, no class, no accuracy. */
  @Test
  void anyInputsAndTargetsAreTrained() {
    NetworkSpec spec =
        NetworkSpec.of("Towers", "example.Towers")
            .input("query", Layout.of(2), 0)
            .input("document", Layout.of(3), 100)
            .target("rating", Layout.of(), 0)
            .output("score", Layout.of(1))
            .loss("loss", LossKind.MEAN_SQUARED_ERROR, 1, "score", "rating")
            .parameter("w", Layout.of(2), 0, new Initializer.Constant(0))
            .build();
    FakeEngine towers = new FakeEngine(spec, 4);
    FeedSource samples =
        FeedSource.of(
            Feed.of(9)
                .numbers("query", new float[18])
                .indices("document", new int[27])
                .numbers("rating", new float[] {2, 2, 2, 2, 2, 2, 2, 2, 2}));
    Path path = folder.resolve("towers");
    Trainer trainer =
        Trainer.of(towers.network(1)).evaluate(samples).listen(Checkpoints.everyEpoch(path));
    EpochReport report = trainer.fit(samples, 1).getFirst();
    assertEquals(4, report.test().orElseThrow().loss());
    assertTrue(!report.test().get().hasAccuracy());
    assertEquals(2, towers.updates.size());
    assertEquals(2, trainer.resume(path).fit(samples, 2).size());
    FeedSource others = FeedSource.of(Feed.of(9).numbers("query", new float[18])
        .indices("document", new int[27]).numbers("rating", new float[9]));
    String told =
        String.valueOf(
            assertThrows(RuntimeException.class, () -> trainer.resume(path).fit(others, 3))
                .getMessage());
    assertTrue(told.contains("belongs to a run on other data, `9 samples, digest "), told);
  }

  @Test
  void closingTheNetworkClosesTheEngine() {
    net.close();
    assertTrue(engine.closed);
  }
}

package dev.throughline.runtime.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.listener.FlowMeasurement.LayerFlow;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.GradientPrediction;
import dev.throughline.runtime.spec.Initializer;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.testing.Flat;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientFlowTest {
  private static final int STEPS_AN_EPOCH = 3;

  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(2);
  private final Network net = SoftmaxRegression.on(cpu, 16, 1);
  private final Dataset data = Shapes.of(16 * STEPS_AN_EPOCH, 1);

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  /** Keeps a copy of what the listener should have seen. */
  private static final class Watch implements Listener {
    final List<float[]> weights = new ArrayList<>();
    final List<Double> gradients = new ArrayList<>();
    final List<float[]> logits = new ArrayList<>();

    @Override
    public void started(Run run) {
      weights.add(run.network().parameter("logits.weight").toArray());
    }

    @Override
    public void stepEnded(Run run, StepReport report) {
      Network network = run.network();
      weights.add(network.parameter("logits.weight").toArray());
      gradients.add(norm(network.gradient("logits.weight").toArray()));
      logits.add(network.lastLogits());
    }
  }

  @Test
  void measuresWhatTheStepDid() {
    GradientFlow flow = GradientFlow.everySteps(2);
    Watch watch = new Watch();
    Trainer.of(net)
        .optimizer(Sgd.momentum(0.9f))
        .listen(flow, watch)
        .fit(data, 2);
    List<FlowMeasurement> measured = flow.measurements();
    assertEquals(List.of(1L, 3L, 5L), measured.stream().map(FlowMeasurement::step).toList());
    assertEquals(List.of(1, 1, 2), measured.stream().map(FlowMeasurement::epoch).toList());
    for (FlowMeasurement one : measured) {
      int step = (int) one.step();
      LayerFlow logits = one.layers().getFirst();
      assertEquals("logits", logits.layer());
      assertEquals(watch.gradients.get(step - 1), logits.gradient(), 1e-12);
      float[] before = watch.weights.get(step - 1);
      float[] after = watch.weights.get(step);
      float[] change = new float[before.length];
      for (int i = 0; i < change.length; i++) {
        change[i] = after[i] - before[i];
      }
      assertEquals(norm(change) / norm(before), logits.update(), 1e-9);
      assertTrue(logits.update() > 0);
      assertEquals(norm(watch.logits.get(step - 1)) / 4, logits.activation(), 1e-9);
      assertTrue(Double.isNaN(logits.dead()), "logits are not rectified");
    }
  }

  @Test
  void orTheLastStepOfEachEpoch() {
    GradientFlow flow = GradientFlow.everyEpoch();
    Trainer.of(net).listen(flow).fit(data, 2);
    assertEquals(
        List.of(3L, 6L), flow.measurements().stream().map(FlowMeasurement::step).toList());
  }

  @Test
  void writesALineForEachLayerWithThePredictionBesideIt() throws IOException {
    Path csv = folder.resolve("new").resolve("flow.csv");
    GradientFlow flow = GradientFlow.everyEpoch().csv(csv);
    Trainer.of(net).listen(flow).fit(data, 2);
    List<String> lines = Files.readAllLines(csv);
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("epoch,step,layer,gradient,activation,dead,update,"));
    LayerFlow last = flow.measurements().getLast().layers().getFirst();
    assertEquals(
        "2,6,logits,%s,%s,,%s,1,1,0,1.0,1.0,loss"
            .formatted(last.gradient(), last.activation(), last.update()),
        lines.get(2));
  }

  @Test
  void aResumedRunAddsToItsFile() throws IOException {
    Path csv = folder.resolve("flow.csv");
    Path checkpoint = folder.resolve("last.safetensors");
    Trainer.of(net)
        .listen(GradientFlow.everyEpoch().csv(csv), Checkpoints.everyEpoch(checkpoint))
        .fit(data, 1);
    GradientFlow flow = GradientFlow.everyEpoch().csv(csv);
    Trainer.of(net).listen(flow).resume(checkpoint).fit(data, 2);
    List<String> lines = Files.readAllLines(csv);
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(1).startsWith("1,3,logits,"), lines::toString);
    assertTrue(lines.get(2).startsWith("2,6,logits,"), lines::toString);
    assertEquals(1, flow.measurements().size());
  }

  @Test
  void aResumedRunWritesNoStepTwiceAndNoHalfLine() throws IOException {
    Path csv = Files.createDirectories(folder.resolve("logs")).resolve("flow.csv");
    Path link = Files.createSymbolicLink(folder.resolve("flow.csv"), csv);
    Path checkpoint = folder.resolve("last.safetensors");
    Trainer.of(net).listen(Checkpoints.everyEpoch(checkpoint)).fit(data, 1);
    for (String left : new String[] {"", "2,6,logi", "2,5,a\n,,\n\n",
      "2,7,logits,1,1,1,1,1,1,1,1,1,loss"}) {
      // A run that went on for an epoch after its checkpoint, and was killed.
      try (Network killed = SoftmaxRegression.on(net.device(), net.batch(), 1)) {
        Trainer.of(killed).listen(GradientFlow.everySteps(1).csv(link)).fit(data, 2);
      }
      Files.writeString(csv, left, StandardOpenOption.APPEND);
      Trainer.of(net)
          .listen(GradientFlow.everySteps(1).csv(link))
          .resume(checkpoint)
          .fit(data, 2);
      assertEquals(
          List.of("step", "1", "2", "3", "4", "5", "6"),
          Files.readAllLines(csv).stream().map(line -> line.split(",", -1)[1]).toList());
      assertTrue(Files.isSymbolicLink(link));
    }
  }

  @Test
  void aResumedRunDoesNotAddToAFileThatIsNoLogOfIts() throws IOException {
    Path checkpoint = folder.resolve("last.safetensors");
    Trainer.of(net).listen(Checkpoints.everyEpoch(checkpoint)).fit(data, 1);
    Path csv = Files.writeString(folder.resolve("diary"), "dear diary\n");
    Trainer trainer =
        Trainer.of(net).listen(GradientFlow.everyEpoch().csv(csv)).resume(checkpoint);
    assertEquals(
        "cannot write the log `%s`: it is there already and is no log of this kind".formatted(csv),
        assertThrows(LogException.class, () -> trainer.fit(data, 2)).getMessage());
    assertEquals("dear diary\n", Files.readString(csv));
  }

  /** Of three features of two samples of two positions, the second is zero throughout. */
  @Test
  void aFeatureIsDeadIfItIsZeroForTheWholeBatch() {
    NetworkSpec spec =
        NetworkSpec.of("Rectified", "example.Rectified")
            .input("images", Layout.image(1, 4, 4), 0)
            .target("labels", Layout.of(), 3)
            .output("logits", Layout.of(3))
            .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels")
            .parameter(
                "conv.weight", Layout.linear(3, 16), 0, new Initializer.PyTorchDefault(16))
            .layer("conv", "conv.weight", new GradientPrediction(1, 1, 0, 1, 1, "loss"))
            .layer("hidden", "conv.weight", new GradientPrediction(1, 1, 0, 1, 1, "loss"))
            .build();
    CpuPlan plan =
        SoftmaxRegression.planned(spec).training(40, 1).layer("conv", 17, 6, 3, true).build();
    try (SoftmaxRegression rectified = new SoftmaxRegression(spec, plan, cpu, 4, 1)) {
      rectified.feed(new float[32], new int[2], 2);
      float[] kept = {1, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, /* not of this batch */ 9, 9, 9};
      System.arraycopy(kept, 0, rectified.activations(), 17 * 4, kept.length);
      HostMemory before = HostMemory.of(Flat.parameters(rectified).clone());
      StepReport step = new StepReport(1, 1, 1, 2, new Score(1, 0), 0.1);
      FlowMeasurement measured = FlowMeasurement.of(rectified, step, before);
      LayerFlow conv = measured.layers().get(0);
      assertEquals(1 / 3.0, conv.dead(), 1e-12);
      assertEquals(Math.sqrt((1 + 4 + 9) / 2.0), conv.activation(), 1e-12);
      assertEquals(0, conv.update());
      LayerFlow hidden = measured.layers().get(1);
      assertTrue(Double.isNaN(hidden.activation()) && Double.isNaN(hidden.dead()));
    }
  }

  @Test
  void everyNoStepsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> GradientFlow.everySteps(0));
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }
}

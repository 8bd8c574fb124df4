package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.RawFile;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.PadCropFlip;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.tensor.Tensor;
import dev.throughline.runtime.testing.Flat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeTest {
  private static final int EPOCHS = 3;
  private static final int STEPS_PER_EPOCH = 6;

  /** Held, or the setting would be collected with it. */
  private static final Logger RUNS = Logger.getLogger("dev.throughline.runtime.training");

  @BeforeAll
  static void quiet() {
    RUNS.setLevel(Level.WARNING); // half of these runs are stopped
  }

  @AfterAll
  static void loud() {
    RUNS.setLevel(Level.INFO);
  }

  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(2);
  private final Dataset raw = Shapes.of(100, 1);
  private final Dataset training =
      raw.augment(PadCropFlip.of(1)).normalize(Normalization.perChannel(raw));
  private final Dataset test = Shapes.of(40, 2).normalize(training.normalization());

  @AfterEach
  void close() {
    cpu.close();
  }

  private Network network(long seed) {
    return SoftmaxRegression.on(cpu, 16, seed);
  }

  private Trainer trainer(Network net, Optimizer optimizer) {
    return Trainer.of(net)
        .optimizer(optimizer)
        .schedule(Schedule.oneCycle(0.1))
        .clipNorm(1)
        .seed(77)
        .evaluate(test);
  }

  /** Saves after a step, and stops the run there if asked to. */
  private record SaveAt(long step, Path path, boolean stop) implements Listener {
    @Override
    public void stepEnded(Run run, StepReport report) {
      if (report.step() == step) {
        run.save(path);
        if (stop) {
          run.stop("saved");
        }
      }
    }
  }

  static Stream<Arguments> moments() {
    return Stream.of(Sgd.momentum(0.9f).weightDecay(1e-3f).withNesterov(), AdamW.standard())
        .flatMap(
            optimizer -> Stream.of(1L, 4L, 6L, 7L, 12L, 17L, 18L)
                .map(step -> Arguments.of(optimizer, step)));
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aResumedRunIsTheUninterruptedOne(Optimizer optimizer, long step) {
    Path path = folder.resolve("run.safetensors");
    try (Network whole = network(1);
        Network begun = network(1);
        Network resumed = network(999)) {
      List<EpochReport> expected = trainer(whole, optimizer).fit(training, EPOCHS);
      trainer(begun, optimizer).listen(new SaveAt(step, path, true)).fit(training, EPOCHS);
      assertEquals(step, begun.trainingPasses());
      // Another seed at the start of the resumed network: all must come from the file.
      List<EpochReport> history =
          trainer(resumed, optimizer).seed(5).resume(path).fit(training, EPOCHS);
      assertArrayEquals(Flat.parameters(whole), Flat.parameters(resumed));
      assertArrayEquals(Flat.states(whole), Flat.states(resumed));
      assertEquals(EPOCHS, history.size());
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        assertEquals(expected.get(epoch).training(), history.get(epoch).training());
        assertEquals(expected.get(epoch).test(), history.get(epoch).test());
        assertEquals(expected.get(epoch).rate(), history.get(epoch).rate());
      }
      assertEquals(EPOCHS * STEPS_PER_EPOCH, resumed.trainingPasses());
    }
  }

  @Test
  void aRunSavedBetweenEpochsGoesOnWithTheNext() {
    Path path = folder.resolve("run.safetensors");
    Listener saver =
        new Listener() {
          @Override
          public void epochEnded(Run run, EpochReport report) {
            if (report.epoch() == 2) {
              run.save(path);
            }
          }
        };
    try (Network whole = network(1);
        Network resumed = network(2)) {
      List<EpochReport> expected =
          trainer(whole, AdamW.standard()).note("mine").listen(saver).fit(training, EPOCHS);
      CheckpointInfo info = CheckpointInfo.read(path);
      assertEquals("example.SoftmaxRegression", info.network());
      assertEquals(2, info.epochs());
      assertEquals(12, info.steps());
      assertEquals(training.normalization(), info.normalization());
      assertEquals(List.of("zero", "one", "two"), info.classNames());
      assertEquals("mine", info.note());
      assertEquals(expected.subList(0, 2), info.history());
      trainer(resumed, AdamW.standard()).resume(path).fit(training, EPOCHS);
      assertArrayEquals(Flat.parameters(whole), Flat.parameters(resumed));
    }
  }

  @Test
  void savingDoesNotDisturbTheRun() {
    try (Network whole = network(1);
        Network watched = network(1)) {
      trainer(whole, Sgd.momentum(0.9f)).fit(training, EPOCHS);
      trainer(watched, Sgd.momentum(0.9f))
          .listen(new SaveAt(5, folder.resolve("a"), false))
          .fit(training, EPOCHS);
      assertArrayEquals(Flat.parameters(whole), Flat.parameters(watched));
    }
  }

  @Test
  void aCheckpointIsAFileOfWeightsToo() {
    Path path = folder.resolve("run.safetensors");
    try (Network begun = network(1);
        Network other = network(2)) {
      trainer(begun, AdamW.standard()).listen(new SaveAt(5, path, true)).fit(training, EPOCHS);
      other.load(path);
      assertArrayEquals(Flat.parameters(begun), Flat.parameters(other));
      assertArrayEquals(Flat.states(begun), Flat.states(other));
    }
  }

  // Bad checkpoints

  private Path checkpoint() {
    Path path = folder.resolve("run.safetensors");
    try (Network begun = network(1)) {
      trainer(begun, Sgd.momentum(0.9f)).listen(new SaveAt(8, path, true)).fit(training, EPOCHS);
    }
    return path;
  }

  /** Resuming must fail and leave the network alone. */
  private String refused(Path path, Optimizer optimizer, Dataset data) {
    try (Network net = network(3)) {
      float[] parameters = Flat.parameters(net).clone();
      float[] states = Flat.states(net).clone();
      String message =
          assertThrows(
              CheckpointException.class,
              () -> trainer(net, optimizer).resume(path).fit(data, EPOCHS))
              .getMessage();
      assertArrayEquals(parameters, Flat.parameters(net));
      assertArrayEquals(states, Flat.states(net));
      assertEquals(3, net.seed());
      assertEquals(0, net.trainingPasses());
      return String.valueOf(message);
    }
  }

  private void edit(
      Path path, Consumer<Map<String, String>> metadata, Consumer<Map<String, Tensor>> tensors) {
    try (SafetensorsReader file = SafetensorsReader.open(path);
        Network net = network(1)) {
      SequencedMap<String, String> text = new LinkedHashMap<>(file.metadata());
      SequencedMap<String, Tensor> values = new LinkedHashMap<>();
      OptimizerState state = new OptimizerState(Sgd.momentum(0.9f), net);
      SequencedMap<String, Tensor> known = new LinkedHashMap<>();
      known.put("logits.weight", net.parameter("logits.weight"));
      known.put("logits.bias", net.parameter("logits.bias"));
      known.put("input.running_mean", net.state("input.running_mean"));
      state.tensors().forEach((name, tensor) -> known.put("optimizer." + name, tensor));
      known.forEach(
          (name, tensor) -> {
            tensor.set(file.values(name, tensor.layout()));
            values.put(name, tensor);
          });
      metadata.accept(text);
      tensors.accept(values);
      SafetensorsWriter.write(path, text, values);
    }
  }

  @Test
  void anEditThatChangesNothingIsAccepted() {
    Path path = checkpoint();
    edit(path, text -> {}, tensors -> {});
    try (Network net = network(3)) {
      trainer(net, Sgd.momentum(0.9f)).resume(path).fit(training, EPOCHS);
      assertEquals(EPOCHS * STEPS_PER_EPOCH, net.trainingPasses());
    }
  }

  static Stream<Arguments> badEntries() {
    return Stream.of(
        Arguments.of("throughline.run.step", "many", "its entry `throughline.run.step` is `many`"),
        Arguments.of("throughline.run.step", "-1", "its entry `throughline.run.step` is `-1`"),
        Arguments.of("throughline.run.batch", "7", "it is 7 steps into an epoch of 6"),
        Arguments.of("throughline.run.epoch", "2", "it is 2 epochs old but tells of 1"),
        Arguments.of("throughline.run.history", "1,2,3", "throughline.run.history` is `1,2,3`"),
        Arguments.of(
            "throughline.run.history", "1,x,0,,,0.1,1,1", "run.history` is `1,x,0,,,0.1,1,1`"),
        Arguments.of("throughline.run.loss_sum", "?", "its entry `throughline.run.loss_sum`"),
        Arguments.of("throughline.mask_passes", "", "its entry `throughline.mask_passes` is ``"),
        Arguments.of(
            "throughline.batch_size",
            "32",
            "belongs to a run with batches of 32, not 16: resume with what it was begun with"),
        Arguments.of(
            "throughline.training_images",
            "99",
            "belongs to a run with 99 training images, not 100"),
        Arguments.of(
            "throughline.optimizer",
            "adamw",
            "belongs to a run with the optimiser `adamw`, not `sgd`"),
        Arguments.of(
            "throughline.identity",
            "x",
            "another version of Throughline (its `throughline.identity` is `x`, not `1`)"),
        Arguments.of(
            "throughline.network",
            "example.Other",
            "holds weights of `example.Other`, not of `example.SoftmaxRegression`"));
  }

  @ParameterizedTest
  @MethodSource("badEntries")
  void aBadEntryIsTold(String key, String value, String message) {
    Path path = checkpoint();
    edit(path, text -> text.put(key, value), tensors -> {});
    String told = refused(path, Sgd.momentum(0.9f), training);
    assertTrue(told.startsWith("`" + path + "`") && told.contains(message), told);
  }

  @Test
  void aMissingEntryIsTold() {
    Path path = checkpoint();
    edit(path, text -> text.remove("throughline.run.seed"), tensors -> {});
    assertEquals(
        "`%s` is no checkpoint of a training run: it has no entry `throughline.run.seed`"
            .formatted(path),
        refused(path, Sgd.momentum(0.9f), training));
  }

  @Test
  void badTensorsAreTold() throws Exception {
    Path path = checkpoint();
    edit(path, text -> {}, tensors -> tensors.remove("optimizer.velocity.logits.bias"));
    assertTrue(
        refused(path, Sgd.momentum(0.9f), training)
            .endsWith("lacks the tensor `optimizer.velocity.logits.bias`"));
    RawFile good = RawFile.read(checkpoint());
    for (String name : List.of("optimizer.velocity.logits.bias", "logits.bias")) {
      good.set(name, 1, Float.NaN).write(path);
      assertTrue(
          refused(path, Sgd.momentum(0.9f), training)
              .startsWith("`%s` in `%s` holds NaN at place 1".formatted(name, path)));
    }
  }

  @Test
  void otherDataAreTold() {
    assertTrue(
        refused(checkpoint(), Sgd.momentum(0.9f), training.take(99))
            .endsWith("with 100 training images, not 99: resume with what it was begun with"));
  }

  @Test
  void plainWeightsAreNoCheckpoint() {
    Path path = folder.resolve("weights.safetensors");
    try (Network net = network(1)) {
      net.save(path);
    }
    assertTrue(
        refused(path, Sgd.momentum(0.9f), training)
            .startsWith("`%s` is no checkpoint of a training run".formatted(path)));
    assertThrows(CheckpointException.class, () -> CheckpointInfo.read(path));
    assertTrue(
        CheckpointInfo.find(path).isEmpty() && CheckpointInfo.find(checkpoint()).isPresent());
  }

  @Test
  void aCutCheckpointIsTold() throws IOException {
    Path path = checkpoint();
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertTrue(refused(path, Sgd.momentum(0.9f), training).startsWith("`" + path + "` is "));
    }
  }
}

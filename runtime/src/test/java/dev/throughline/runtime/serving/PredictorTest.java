package dev.throughline.runtime.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.training.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PredictorTest {
  private static final NetworkSpec SPEC = SoftmaxRegression.spec(1, 4, 4, 3);
  private static final Model MODEL = SoftmaxRegression.model(SPEC);
  private static final List<String> NAMES = List.of("cat", "dog", "ship");

  @TempDir
  private Path folder;
  private CpuDevice cpu;
  private Network trained;
  private Path weights;

  @BeforeEach
  void open() {
    cpu = Device.cpu(2);
    trained = SoftmaxRegression.on(cpu, 8, 3);
    trained.state("input.running_mean").fill(0.25f);
    weights = folder.resolve("net.safetensors");
    trained.save(weights);
  }

  @AfterEach
  void close() {
    trained.close();
    cpu.close();
  }

  private static float[] images(int n) {
    float[] images = new float[n * 16];
    for (int i = 0; i < images.length; i++) {
      images[i] = (i * 37 % 101) / 101f - 0.5f;
    }
    return images;
  }

  private Path picture(int grey) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, grey * 0x10101);
    }
    Path file = folder.resolve(grey + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 20})
  void answersAsTheNetworkDoesHoweverManyAreAskedAbout(int n) {
    try (Predictor predictor = Predictor.of(MODEL, weights).batch(3).open(cpu)) {
      List<Prediction> predictions = predictor.predict(images(n), n);
      assertEquals(n, predictions.size());
      for (int i = 0; i < n; i++) {
        float[] image = Arrays.copyOfRange(images(n), i * 16, (i + 1) * 16);
        trained.inferencePass(image, 1);
        assertArrayEquals(trained.lastLogits(), predictions.get(i).numbers());
        assertEquals(trained.predicted(0), predictions.get(i).best().label());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void eightThreadsAnswerAsOneDoes(int concurrency) throws Exception {
    try (Predictor predictor =
        Predictor.of(MODEL, weights).batch(2).concurrency(concurrency).open(cpu);
        ExecutorService eight = Executors.newFixedThreadPool(8)) {
      List<Prediction> alone = predictor.predict(images(8), 8);
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        float[] mine = Arrays.copyOfRange(images(8), thread * 16, (thread + 1) * 16);
        float[] expected = alone.get(thread).numbers();
        wrong.add(
            eight.submit(
                () -> {
                  int count = 0;
                  for (int i = 0; i < 1000; i++) {
                    count += Arrays.equals(expected, predictor.predict(mine).numbers()) ? 0 : 1;
                  }
                  return count;
                }));
      }
      for (Future<Integer> each : wrong) {
        assertEquals(0, each.get());
      }
      CpuPlan plan = SoftmaxRegression.plan(SPEC);
      long more = 4 * (2 * plan.inference().floatsPerSample() + plan.scratchFloats());
      long least = MODEL.inferenceBytes(cpu, 2);
      assertTrue(predictor.bytes() >= least);
      assertTrue(
          predictor.bytes()
              <= least + (concurrency == 1 ? 0 : concurrency * more));
    }
  }

  @Test
  void tellsTheMostProbableByName() {
    try (Predictor predictor =
        Predictor.of(MODEL, weights).classNames(NAMES).open(cpu)) {
      Prediction prediction = predictor.predict(images(1));
      double[] probabilities = prediction.probabilities();
      assertEquals(1, Arrays.stream(probabilities).sum(), 1e-12);
      List<Choice> all = prediction.top(3);
      assertEquals(prediction.best(), all.getFirst());
      for (int i = 0; i < 3; i++) {
        Choice choice = all.get(i);
        assertEquals(NAMES.get(choice.label()), choice.name());
        assertEquals(probabilities[choice.label()], choice.score());
        assertTrue(i == 0 || choice.score() <= all.get(i - 1).score());
      }
      assertEquals(prediction.top(2), all.subList(0, 2));
    }
  }

  @Test
  void aCheckpointTellsClassesAndNormalization() throws IOException {
    byte[] dark = new byte[16];
    byte[] light = new byte[16];
    Arrays.fill(light, (byte) 200);
    Normalization normalization =
        Normalization.perChannel(new float[] {0.4f}, new float[] {0.2f});
    Dataset data =
        Dataset.of(1, 4, 4, List.of(dark, light, dark), new int[] {0, 1, 2}, NAMES)
            .normalize(normalization);
    try (Network net = SoftmaxRegression.on(cpu, 3, 3)) {
      Trainer.of(net).listen(Checkpoints.everyEpoch(weights)).fit(data, 1);
    }
    try (Predictor predictor = Predictor.open(MODEL, weights)) {
      assertEquals(NAMES, predictor.classNames());
      float[] expected = predictor.predict(data.image(1)).numbers();
      assertArrayEquals(expected, predictor.predict(light).numbers());
      assertArrayEquals(expected, predictor.predict(picture(200)).numbers());
      List<Prediction> two = predictor.predict(List.of(picture(0), picture(200)));
      assertArrayEquals(expected, two.get(1).numbers());
      assertEquals(List.of(), predictor.predict(List.of()));
    }
  }

  @Test
  void weightsThatDoNotTellTheNormalizationNeedToBeTold() throws IOException {
    Path picture = picture(90);
    try (Predictor predictor = Predictor.open(MODEL, weights)) {
      String message =
          assertThrows(ServingException.class, () -> predictor.predict(picture)).getMessage();
      assertTrue(message.endsWith("say so with Predictor.of(…).normalization(…)"), message);
      assertThrows(ServingException.class, () -> predictor.predict(new byte[16]));
    }
    try (Predictor predictor =
        Predictor.of(MODEL, weights).normalization(Normalization.unit(1)).open(cpu)) {
      float[] same = new float[16];
      Arrays.fill(same, 90 / 255f);
      assertArrayEquals(
          predictor.predict(same).numbers(), predictor.predict(picture).numbers());
    }
  }

  @Test
  void readsAFileWithTheNamesOfAnotherProgram() {
    NameMapping theirs = NameMapping.NONE.rename("logits", "fc").rename("input", "bn");
    Path file = folder.resolve("theirs.safetensors");
    trained.save(file, theirs);
    assertThrows(CheckpointException.class, () -> Predictor.open(MODEL, file));
    try (Predictor predictor = Predictor.of(MODEL, file).names(theirs).open(cpu)) {
      trained.inferencePass(images(1), 1);
      assertArrayEquals(trained.lastLogits(), predictor.predict(images(1)).numbers());
    }
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    Model larger = SoftmaxRegression.model(SoftmaxRegression.spec(1, 5, 5, 3));
    assertThrows(CheckpointException.class, () -> Predictor.open(larger, weights));
    Path missing = folder.resolve("missing.safetensors");
    assertThrows(CheckpointException.class, () -> Predictor.open(MODEL, missing));
    Path noise = Files.write(folder.resolve("noise.safetensors"), new byte[100]);
    assertThrows(CheckpointException.class, () -> Predictor.open(MODEL, noise));
  }

  @Test
  void samplesThatDoNotFitAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    try (Predictor predictor =
        Predictor.of(MODEL, weights).normalization(Normalization.unit(1)).open(cpu)) {
      assertThrows(IllegalArgumentException.class, () -> predictor.predict(new float[25]));
      assertThrows(IllegalArgumentException.class, () -> predictor.predict(images(3), 2));
      assertThrows(IllegalArgumentException.class, () -> predictor.predict(new float[0], 0));
      assertThrows(IllegalArgumentException.class, () -> predictor.predict(new byte[48]));
      assertThrows(
          IllegalArgumentException.class,
          () -> predictor.predict(Feed.of(1).numbers("pictures", new float[16])));
      assertThrows(DataException.class, () -> predictor.predict(text));
      assertThrows(DataException.class, () -> predictor.predict(folder.resolve("none.png")));
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    PredictorBuilder builder = Predictor.of(MODEL, weights);
    assertEquals(
        "2 names do not fit `SoftmaxRegression`, which tells 3 apart",
        assertThrows(
            IllegalArgumentException.class,
            () -> builder.classNames(List.of("a", "b")).open(cpu))
            .getMessage());
    builder.classNames(NAMES);
    for (int bad : new int[] {0, -1}) {
      assertThrows(IllegalArgumentException.class, () -> builder.batch(bad).open(cpu));
      builder.batch(1);
      assertThrows(IllegalArgumentException.class, () -> builder.concurrency(bad).open(cpu));
      builder.concurrency(1);
    }
    assertThrows(
        DataException.class, () -> builder.normalization(Normalization.unit(3)).open(cpu));
  }

  @Test
  void aBatchThatDoesNotFitTheHeapIsRefusedWithTheOneThatDoes() {
    String message =
        assertThrows(
            NetworkMemoryException.class,
            () -> Predictor.of(MODEL, weights).batch(Integer.MAX_VALUE).open(cpu))
            .getMessage();
    assertTrue(message.startsWith("`SoftmaxRegression` needs "), message);
    assertTrue(message.contains(" to predict at batch 2,147,483,647, "), message);
    assertTrue(message.contains("use a batch of at most "), message);
  }

  @Test
  void afterTheEndItSaysSo() {
    Predictor predictor = Predictor.of(MODEL, weights).open(cpu);
    predictor.close();
    predictor.close();
    assertEquals(
        "the predictor of `SoftmaxRegression` is closed",
        assertThrows(IllegalStateException.class, () -> predictor.predict(images(1)))
            .getMessage());
    assertEquals(SPEC, predictor.spec());
    AtomicInteger done = new AtomicInteger();
    cpu.forEach(2, (from, to, scratch) -> done.addAndGet(to - from)); // the device stays open
    assertEquals(2, done.get());
    try (Predictor other = Predictor.of(MODEL, weights).open(cpu)) {
      other.predict(images(1));
      cpu.close();
      assertTrue(other.toString().startsWith("SoftmaxRegression, 51 parameters"));
      assertFalse(other.classNames().contains("cat"));
    }
  }
}

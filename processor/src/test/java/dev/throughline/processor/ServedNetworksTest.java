package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.serving.Prediction;
import dev.throughline.runtime.serving.Predictor;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictors of generated networks. */
class ServedNetworksTest {
  private static final int THREADS = 8;
  private static final int BATCH = 3;
  private static final int ROUNDS = 8;

  @TempDir
  private Path folder;

  /** Weights after a few steps, so that no statistic is as it was drawn. */
  private Path trained(GeneratedNetwork generated, CpuDevice cpu) {
    Path weights = folder.resolve("weights.safetensors");
    try (Network network = generated.on(cpu, THREADS, 5)) {
      Optimizer optimizer = AdamW.standard().weightDecay(0.01f);
      OptimizerState memory = new OptimizerState(optimizer, network);
      for (int step = 0; step < 2; step++) {
        network.feed(Batches.feed(network.spec(), THREADS, THREADS));
        assertTrue(Float.isFinite(network.trainingPass()));
        optimizer.step(network, memory, 1e-3f, 1);
      }
      network.save(weights);
    }
    return weights;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "Gallery", "Towers", "LanguageModel", "Translator"})
  void eightThreadsOnOnePredictorAnswerAsOneThreadOnANetwork(String name) throws Exception {
    GeneratedNetwork generated = GeneratedNetwork.fixture(name);
    NetworkSpec spec = generated.spec();
    try (CpuDevice cpu = Device.cpu(2);
        ExecutorService eight = Executors.newFixedThreadPool(THREADS)) {
      Path weights = trained(generated, cpu);
      List<Prediction> alone;
      try (Network network = generated.on(cpu, THREADS, 9);
          Predictor predictor =
              Predictor.of(generated.model(), weights).batch(BATCH).open(cpu)) {
        network.load(weights);
        network.inferencePass(Batches.feedOfInputs(spec, THREADS));
        alone = predictor.predict(Batches.feedOfInputs(spec, THREADS));
        for (OutputSpec output : spec.outputs()) {
          float[] all = network.output(output.name()).toArray();
          int size = output.layout().size();
          for (int i = 0; i < THREADS; i++) {
            assertArrayEquals(
                Arrays.copyOfRange(all, i * size, (i + 1) * size),
                alone.get(i).output(output.name()).tensor().toArray(),
                output.name());
          }
        }
        assertEquals(generated.model().inferenceBytes(cpu, BATCH), predictor.bytes());
      }
      for (int concurrency : new int[] {1, 3, THREADS}) {
        try (Predictor predictor =
            Predictor.of(generated.model(), weights).concurrency(concurrency).open(cpu)) {
          List<Future<Integer>> wrong = new ArrayList<>();
          for (int thread = 0; thread < THREADS; thread++) {
            Feed mine = Batches.sample(spec, THREADS, thread);
            Prediction expected = alone.get(thread);
            wrong.add(eight.submit(() -> wrongAnswers(predictor, mine, expected)));
          }
          for (Future<Integer> each : wrong) {
            assertEquals(0, each.get());
          }
        }
      }
    }
  }

  private static int wrongAnswers(Predictor predictor, Feed sample, Prediction expected) {
    int wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Prediction answer = predictor.predict(sample).getFirst();
      for (OutputSpec output : predictor.spec().outputs()) {
        wrong +=
            Arrays.equals(
                expected.output(output.name()).numbers(), answer.output(output.name()).numbers())
                    ? 0 : 1;
      }
    }
    return wrong;
  }

  @Test
  void eachOutputTellsWhatItsLossIs() {
    GeneratedNetwork towers = GeneratedNetwork.fixture("Towers");
    try (CpuDevice cpu = Device.cpu(1)) {
      Path weights = trained(towers, cpu);
      try (Predictor predictor = Predictor.open(towers.model(), weights)) {
        Prediction prediction =
            predictor.predict(Batches.feedOfInputs(towers.spec(), 1)).getFirst();
        assertEquals(
            List.of("both", "kind", "score", "rating"),
            towers.spec().outputs().stream().map(OutputSpec::name).toList());
        assertThrows(IllegalStateException.class, () -> prediction.output("both").best());
        assertEquals(1, Arrays.stream(prediction.output("kind").probabilities()).sum(), 1e-12);
      }
    }
  }

  @Test
  void aLanguageModelPredictsATokenAtEachPosition() {
    GeneratedNetwork model = GeneratedNetwork.fixture("LanguageModel");
    try (CpuDevice cpu = Device.cpu(1);
        Network network = model.on(cpu, 2, 3)) {
      network.inferencePass(Batches.feedOfInputs(model.spec(), 2));
      float[] logits = network.lastLogits();
      for (int sample = 0; sample < 2; sample++) {
        for (int position = 0; position < 35; position++) {
          int from = (sample * 35 + position) * 17;
          int predicted = network.predicted(sample, position);
          for (int token = 0; token < 17; token++) {
            assertTrue(logits[from + token] <= logits[from + predicted]);
          }
        }
      }
      assertThrows(IllegalStateException.class, () -> network.predicted(1));
    }
  }

  @Test
  void itsProcessHoldsWhatThePageSaysWithinTenPercent() {
    GeneratedNetwork generated = GeneratedNetwork.fixture("ResNet20");
    try (CpuDevice cpu = Device.cpu(1)) {
      Path weights = trained(generated, cpu);
      List<String> lines =
          AnotherMachine.lines(
              // Without vectors nothing warms up meanwhile; and this collector leaves no dead wood.
              new AnotherMachine(
                  List.of(
                      "-Dthroughline.kernels=twin",
                      "-XX:+UseSerialGC",
                      "-XX:MarkSweepDeadRatio=0"))
                  .start(HeapGrowth.class, generated.classes().toString(), weights.toString()));
      for (String line : lines) {
        String[] numbers = line.split(" ");
        double page = Double.parseDouble(numbers[1]);
        double held = Double.parseDouble(numbers[2]);
        assertEquals(page, held, 0.1 * page, line);
      }
      assertEquals(3, lines.size());
    }
  }

  /** Prints for some batch sizes what the page says and by how much the heap grows. */
  static final class HeapGrowth {
    private HeapGrowth() {}

    public static void main(String[] arguments) {
      Model model = new GeneratedNetwork(Path.of(arguments[0]), "ResNet20Network").model();
      Path weights = Path.of(arguments[1]);
      growth(model, weights, 1); // loads all classes
      for (int batch : new int[] {1, 32, 128}) {
        System.out.println(
            batch
                + " "
                + model.inferenceBytes(Device.cpu(), batch)
                + " "
                + growth(model, weights, batch));
      }
    }

    private static long growth(Model model, Path weights, int batch) {
      long before = used();
      try (Predictor predictor = Predictor.of(model, weights).batch(batch).open()) {
        predictor.predict(Batches.feedOfInputs(model.spec(), batch));
        return used() - before;
      }
    }

    private static long used() {
      System.gc();
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}

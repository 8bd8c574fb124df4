package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thread at a time; and nothing after the end. */
@Timeout(60)
class UseTest {
  private CpuDevice cpu;
  private ExecutorService other;

  @BeforeEach
  void open() {
    cpu = Device.cpu(2);
    other = Executors.newSingleThreadExecutor(task -> new Thread(task, "other"));
  }

  @AfterEach
  void close() {
    Echo.beforeAnswer = () -> {};
    other.shutdownNow();
    cpu.close();
  }

  private <T> T elsewhere(Callable<T> call) throws ExecutionException, InterruptedException {
    return other.submit(call).get();
  }

  private static float[] image(float value) {
    float[] image = new float[16];
    Arrays.fill(image, value);
    return image;
  }

  private static String refused(Runnable call) {
    return String.valueOf(assertThrows(IllegalStateException.class, call::run).getMessage());
  }

  @Test
  void aCallWhileAnotherThreadsIsUnderWayIsRefused() throws Exception {
    Network net = Echo.on(cpu, 1, LossKind.SOFTMAX_CROSS_ENTROPY, 2);
    Semaphore inside = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    Echo.beforeAnswer =
        () -> {
          inside.release();
          goOn.acquireUninterruptibly();
        };
    Future<int[]> theirs = other.submit(() -> net.predict(new float[] {0, 1}, 1));
    inside.acquire();
    List<Runnable> calls =
        List.of(
            () -> net.predict(new float[] {1, 0}, 1),
            () -> net.inferencePass(new float[] {1, 0}, 1),
            () -> net.feed(Feed.of(1).numbers("x", new float[2]).numbers("t", new float[2])),
            net::trainingPass,
            () -> net.apply(new UpdateStep("sgd", Map.of(), Map.of())),
            net::gradientNorm,
            () -> net.clipGradients(1),
            net::zeroGradients,
            () -> net.save(Path.of("never.safetensors")),
            () -> net.load(Path.of("never.safetensors")),
            net::lastLogits);
    for (Runnable call : calls) {
      assertEquals(
          "`Echo` is in use by the thread \"other\": a network serves one thread at a time; let threads"
              + " share a Predictor to predict",
          refused(call));
    }
    goOn.release();
    assertArrayEquals(new int[] {1}, theirs.get());
  }

  @Test
  void fourThreadsGetRightAnswersOrNone() throws Exception {
    try (Network net = SoftmaxRegression.on(cpu, 1, 1);
        ExecutorService four = Executors.newFixedThreadPool(4)) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        net.inferencePass(image(i), 1);
        expected.add(net.lastLogits());
      }
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int mine = i;
        wrong.add(four.submit(() -> wrongAnswers(net, image(mine), expected.get(mine))));
      }
      for (Future<Integer> each : wrong) {
        assertEquals(0, each.get());
      }
    }
  }

  private static int wrongAnswers(Network net, float[] image, float[] expected) {
    int wrong = 0;
    for (int i = 0; i < 2000; i++) {
      try {
        net.inferencePass(image, 1);
        wrong += Arrays.equals(expected, net.lastLogits()) ? 0 : 1;
      } catch (IllegalStateException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("Predictor"), e.getMessage());
      }
    }
    return wrong;
  }

  @Test
  void aThreadNeverTakesTheResultsOfAnotherForItsOwn() throws Exception {
    try (Network net = SoftmaxRegression.on(cpu, 1, 1)) {
      net.inferencePass(image(1), 1);
      elsewhere(() -> net.predict(image(2), 1));
      String sentence = "another thread has used `SoftmaxRegression` since this thread fed it: ";
      assertTrue(refused(net::lastLogits).startsWith(sentence));
      assertTrue(refused(() -> net.predicted(0)).startsWith(sentence));
      assertTrue(refused(() -> net.output("logits")).startsWith(sentence));
      net.feed(image(1), new int[1], 1);
      elsewhere(
          () -> {
            net.feed(image(2), new int[1], 1);
            return 0;
          });
      assertTrue(refused(net::trainingPass).startsWith(sentence));
    }
  }

  @Test
  void aNetworkMayBeHandedFromThreadToThread() throws Exception {
    try (Network net = SoftmaxRegression.on(cpu, 1, 1)) {
      elsewhere(() -> net.predict(image(1), 1));
      float[] here = net.lastLogits();
      net.inferencePass(image(1), 1);
      assertArrayEquals(here, net.lastLogits());
      assertArrayEquals(
          here,
          elsewhere(
              () -> {
                net.inferencePass(image(1), 1);
                return net.lastLogits();
              }));
    }
  }

  private record Call(String name, java.util.function.Consumer<Network> run) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Call> callsThatEndWithTheNetwork() {
    Path file = Path.of("never.safetensors");
    return Stream.of(
        new Call("feed", net -> net.feed(image(1), new int[1], 1)),
        new Call("trainingPass", Network::trainingPass),
        new Call("fed trainingPass", net -> net.trainingPass(image(1), new int[1], 1)),
        new Call("inferencePass", net -> net.inferencePass(image(1), 1)),
        new Call("predict", net -> net.predict(image(1), 1)),
        new Call("predicted", net -> net.predicted(0)),
        new Call("predictedLabels", net -> net.predictedLabels(0)),
        new Call("lastLogits", Network::lastLogits),
        new Call("lastLoss", Network::lastLoss),
        new Call("lastLoss of a member", net -> net.lastLoss("loss")),
        new Call("samples", Network::samples),
        new Call("output", net -> net.output("logits")),
        new Call("parameter", net -> net.parameter("logits.weight")),
        new Call("gradient", net -> net.gradient("logits.weight")),
        new Call("state", net -> net.state("input.running_mean")),
        new Call("memory", net -> net.memory(Region.PARAMETERS)),
        new Call("reserve", net -> net.reserve(1, "a test")),
        new Call("gradientNorm", Network::gradientNorm),
        new Call("clipGradients", net -> net.clipGradients(1)),
        new Call("zeroGradients", Network::zeroGradients),
        new Call("keepParameters", net -> net.keepParameters(HostMemory.of(new float[51]))),
        new Call("measure", net -> net.measure(HostMemory.of(new float[51]))),
        new Call("tally", Network::tally),
        new Call("save", net -> net.save(file)),
        new Call("load", net -> net.load(file)),
        new Call("apply", net -> net.apply(new UpdateStep("sgd", Map.of(), Map.of()))),
        new Call("a handle's output", net -> new LayerHandle(net, "l", Layout.of(3)).output()),
        new Call("a handle's loss", net -> new LossHandle(net, "loss").value()));
  }

  @ParameterizedTest
  @MethodSource("callsThatEndWithTheNetwork")
  void aClosedNetworkRefuses(Call call) {
    Network net = SoftmaxRegression.on(cpu, 1, 1);
    net.trainingPass(image(1), new int[1], 1);
    net.close();
    net.close();
    assertEquals(
        "`SoftmaxRegression` is closed: make another network, or close this one later",
        refused(() -> call.run().accept(net)));
  }

  @Test
  void theDescriptionOfAClosedNetworkAndViewsTakenBeforeStayReadable() {
    Network net = SoftmaxRegression.on(cpu, 2, 7);
    Tensor bias = net.parameter("logits.bias");
    float[] before = bias.toArray();
    net.close();
    assertArrayEquals(before, bias.toArray());
    assertEquals("SoftmaxRegression", net.spec().name());
    assertEquals(2, net.batch());
    assertEquals(7, net.seed());
    assertEquals(0, net.trainingPasses());
    assertTrue(net.toString().startsWith("SoftmaxRegression"));
  }

  @Test
  void aNetworkOnAClosedDeviceIsRefused() {
    String sentence = "the device is closed: close it after the last network that uses it";
    try (Network net = SoftmaxRegression.on(cpu, 1, 1)) {
      cpu.close();
      assertEquals(sentence, refused(() -> net.trainingPass(image(1), new int[1], 1)));
      refused(net::lastLogits); // half a pass is no answer
    }
    assertEquals(sentence, refused(() -> SoftmaxRegression.on(cpu, 1, 1)));
    assertEquals(
        sentence, refused(() -> Echo.on(cpu, 1, LossKind.MEAN_SQUARED_ERROR, 2)));
  }
}

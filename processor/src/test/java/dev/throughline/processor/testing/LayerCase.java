package dev.throughline.processor.testing;

import static dev.throughline.processor.testing.GeneratedNetwork.fingerprint;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Feed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small network around one layer.
 *
 * @param name simple name of the interface
 * @param height rows of its images of three channels
 */
public record LayerCase(String name, int height, int width, int classes, String layer,
    String members) {
  public static final int CHANNELS = 3;
  public static final int BATCH = 5;
  private static final int CAPACITY = 7;

  private static final Map<Path, GeneratedNetwork> LOADED = new ConcurrentHashMap<>();

  private static final String BLOCKS =
      """
          @Block interface Post {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU) Layer conv1();
            @Conv(kernel = 3, norm = BATCH) Layer conv2();
          }
          @Block interface Pre {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU,
            order = PRE_ACTIVATION) Layer conv1();
            @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION) Layer conv2();
          }
          @Block interface Growing {
            @Conv(ratio = 2, kernel = 1, norm = BATCH, activation = RELU,
            order = PRE_ACTIVATION) Layer conv1();
            @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION) Layer conv2();
          }
          @Block interface Head {
            @Conv(kernel = 3, activation = RELU) Layer conv();
            @GlobalAveragePool Layer pool();
            @Linear(units = 10) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
          }
          """;

  /** Height, width and layer. */
  private static final List<String> OF_IMAGES =
      List.of(
          "13 | 17 | @Conv(filters = 7, kernel = 3)",
          "7 | 1 | @Conv(filters = 1, kernel = 1)",
          "1 | 7 | @Conv(filters = 17, kernel = 3, norm = BATCH, activation = RELU)",
          "13 | 13 | @Conv(filters = 31, kernel = 3, stride = 2, norm = BATCH)",
          "17 | 7 | @Conv(filters = 5, kernel = 1, stride = 2, bias = Bias.NEVER)",
          "7 | 13 | @Conv(filters = 3, kernel = 5, stride = 3, padding = 2, activation = TANH)",
          "9 | 8 | @Conv(filters = 3, kernel = 2, padding = 0, bias = Bias.ALWAYS, norm = BATCH)",
          "8 | 8 | @Conv(filters = 16, kernel = 3, activation = GELU)",
          "6 | 6 | @Conv(filters = 33, kernel = 3, order = PRE_ACTIVATION, norm = BATCH,"
              + " activation = SIGMOID)",
          "31 | 31 | @Conv(filters = 13, kernel = 7, stride = 2, padding = 3, norm = BATCH,"
              + " activation = RELU)",
          "7 | 9 | @Conv(filters = 8, kernel = {1, 5}, stride = {2, 1}, padding = {0, 3})",
          "9 | 7 | @Conv(filters = 6, kernel = {3, 1}, dilation = {2, 1}, norm = BATCH,"
              + " epsilon = 1e-3, momentum = 0.3, activation = RELU)",
          "9 | 10 | @Conv(filters = 5, kernel = 3, dilation = 2, stride = 2, activation = RELU)",
          "7 | 5 | @Conv(filters = 26, kernel = 3, groups = 13, norm = BATCH)",
          "15 | 17 | @Conv(filters = 5, kernel = 8, stride = 7, padding = 2, norm = BATCH, activation = RELU)",
          "9 | 16 | @Conv(filters = 26, kernel = 2, stride = {9, 8}, groups = 13, padding = 1)",
          "7 | 5 | @BatchNorm",
          "1 | 1 | @BatchNorm(epsilon = 0.01, momentum = 0.5, activation = SIGMOID)",
          "7 | 5 | @DepthwiseConv(kernel = 3, norm = BATCH, activation = RELU)",
          "7 | 8 | @DepthwiseConv(kernel = {5, 2}, multiplier = 3, stride = 2, activation = ELU)",
          "9 | 7 | @DepthwiseConv(kernel = 3, dilation = 2, bias = Bias.NEVER)",
          "7 | 5 | @LayerNorm",
          "7 | 5 | @GroupNorm(groups = 1, activation = SILU)",
          "6 | 7 | @GroupNorm(groups = 13, epsilon = 0.01)",
          "7 | 5 | @LocalResponseNorm(size = 5, alpha = 0.3, k = 2)",
          "5 | 4 | @LocalResponseNorm(size = 4, alpha = 0.5, beta = 0.5)",
          "1 | 1 | @LayerNorm(epsilon = 0.01, activation = TANH)",
          "5 | 13 | @Activation(RELU)",
          "5 | 13 | @Activation(SIGMOID)",
          "5 | 13 | @Activation(TANH)",
          "5 | 13 | @Activation(GELU)",
          "5 | 13 | @Activation(SILU)",
          "5 | 13 | @Activation(LEAKY_RELU)",
          "5 | 13 | @Activation(value = LEAKY_RELU, slope = 0.3)",
          "5 | 13 | @Activation(value = ELU, alpha = 0.7)",
          "5 | 13 | @Activation(SOFTPLUS)",
          "13 | 17 | @MaxPool(size = 3, stride = 2, padding = 1)",
          "7 | 7 | @MaxPool(size = 2)",
          "6 | 5 | @MaxPool(size = 3, stride = 1)",
          "13 | 17 | @AveragePool(size = 3, stride = 2, padding = 1)",
          "8 | 7 | @AveragePool(size = 2)",
          "13 | 17 | @MaxPool(size = 3, stride = 2, ceilMode = true)",
          "8 | 7 | @MaxPool(size = {3, 2}, stride = {2, 3}, padding = {1, 0}, ceilMode = true)",
          "8 | 11 | @AveragePool(size = 3, stride = 2, padding = 1, ceilMode = true)",
          "9 | 7 | @AveragePool(size = {2, 5}, stride = {2, 4}, padding = {0, 2}, ceilMode = true)",
          "14 | 13 | @AdaptiveAveragePool(height = 4, width = 6)",
          "2 | 1 | @AdaptiveAveragePool(height = 6, width = 5)",
          "6 | 8 | @AdaptiveAveragePool(height = 3, width = 4)",
          "3 | 5 | @AdaptiveAveragePool(height = 3, width = 5)",
          "3 | 7 | @AdaptiveAveragePool(height = 3, width = 2)",
          "13 | 11 | @AdaptiveAveragePool(height = 11, width = 27)",
          "7 | 5 | @Dropout(rate = 0.3)",
          "7 | 7 | @Residual(repeat = 2, filters = 13) Post",
          "7 | 8 | @Residual(filters = 17, stride = 2, shortcut = PAD) Post",
          "5 | 7 | @Residual(filters = 15, stride = 2, shortcut = PAD, activation = NONE) Pre",
          "7 | 5 | @Residual(filters = 7, stride = 2, shortcut = PROJECTION) Post",
          "4 | 4 | @Residual(filters = 4, shortcut = PROJECTION, shortcutNorm = Norm.NONE) Pre",
          "6 | 6 | @Sequence(filters = 9, repeat = 2, stride = 2) Post",
          "5 | 7 | @Add(from = \"before\", activation = RELU)",
          "7 | 5 | @Concat(from = {\"images\", \"before\"})",
          "6 | 7 | @Concat({@Branch(@Conv(filters = 5, kernel = 1, activation = RELU)),"
              + " @Branch({@Conv(filters = 3, kernel = 1), @Conv(filters = 7, kernel = 3, norm ="
              + " BATCH)}), @Branch(pool = @MaxPool(size = 3, stride = 1, padding = 1))})",
          "5 | 6 | @DenseConnect(growth = 5, repeat = 3) Growing",
          "7 | 7 | @From(\"images\") @Conv(filters = 5, kernel = 3)",
          "7 | 7 | @Freeze @Conv(filters = 5, kernel = 3, norm = BATCH, activation = RELU)",
          "6 | 5 | @Freeze @Residual(filters = 17, stride = 2, shortcut = PROJECTION) Post",
          "6 | 6 | @AuxLoss(from = \"before\", weight = 0.3, filters = 5) Head");

  private static final List<String> OF_VECTORS =
      List.of(
          "@Linear(units = 1)",
          "@Linear(units = 31, norm = BATCH, activation = RELU)",
          "@Linear(units = 17, bias = Bias.NEVER, activation = GELU)",
          "@Linear(units = 128, activation = SIGMOID)",
          "@BatchNorm(activation = TANH)",
          "@LayerNorm(activation = SIGMOID)",
          "@GroupNorm(groups = 10)",
          "@Activation(SIGMOID)",
          "@Dropout(rate = 0.5)");

  /** Classes and loss. */
  private static final List<String> LOSSES =
      List.of(
          "2 | @SoftmaxCrossEntropy",
          "10 | @SoftmaxCrossEntropy(weight = 0.5)",
          "13 | @SoftmaxCrossEntropy(labelSmoothing = 0.1)",
          "31 | @SoftmaxCrossEntropy(labelSmoothing = 0.5)",
          "100 | @SoftmaxCrossEntropy(labelSmoothing = 0.1)",
          "3 | @SoftmaxCrossEntropy(classWeights = {1, 0.5, 3})",
          "7 | @SoftmaxCrossEntropy(ignoredIndex = 5)",
          "3 | @SoftmaxCrossEntropy(classWeights = {1, 0.5, 3}, ignoredIndex = 0)",
          "10 | @SquaredHinge",
          "13 | @SquaredHinge(margin = 0.5, weight = 2)",
          "1 | @BinaryCrossEntropy",
          "7 | @BinaryCrossEntropy(weight = 3)",
          "1 | @MeanSquaredError",
          "13 | @MeanSquaredError(target = \"y\")");

  /** Every layer, at awkward sizes. */
  public static List<LayerCase> all() {
    List<LayerCase> cases = new ArrayList<>();
    for (String line : OF_IMAGES) {
      String[] parts = line.split(" \\| ");
      String layer = parts[2];
      add(
          cases,
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          10,
          layer,
          """
              @Conv(filters = 13, kernel = 3, activation = TANH) Layer before();
              %s y();
              @GlobalAveragePool Layer pool();
              @Linear(units = 10) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
              """
              .formatted(layer.matches(".* (Post|Pre|Growing|Head)") ? layer : layer + " Layer"));
    }
    for (String layer : OF_VECTORS) {
      add(
          cases,
          7,
          5,
          7,
          layer,
          """
              @Conv(filters = 2, kernel = 3, activation = TANH) Layer before();
              @Flatten Layer vector();
              %s Layer y();
              @Linear(units = 7) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
              """
              .formatted(layer));
    }
    for (String line : LOSSES) {
      String[] parts = line.split(" \\| ");
      String layer = parts[1];
      int classes = Integer.parseInt(parts[0]);
      add(
          cases,
          3,
          3,
          classes,
          layer + " of " + classes,
          """
              @Flatten Layer vector();
              @Linear(units = %d) Layer logits();
              %s Loss loss();
              """
              .formatted(classes, layer));
    }
    return cases;
  }

  private static void add(
      List<LayerCase> cases, int height, int width, int classes, String layer, String members) {
    cases.add(new LayerCase("Net" + cases.size(), height, width, classes, layer, members));
  }

  /** Compiles all cases at once; the folder of their classes. */
  public static Path compileAll() {
    Compilation sources = new Compilation().source("Blocks.java", Networks.source(BLOCKS));
    for (LayerCase layer : all()) {
      String network =
          Networks.source(layer.name, CHANNELS, layer.height, layer.width, layer.members, "");
      sources.source(layer.name + ".java", network);
    }
    return GeneratedNetwork.compile(sources);
  }

  /** The graphs that the front end makes of it. */
  public Networks graphs() {
    return Networks.of(CHANNELS, height, width, members, BLOCKS);
  }

  /** The first samples of its batch. */
  public static Feed feed(Network network, int samples) {
    return Batches.feed(network.spec(), BATCH, samples);
  }

  /** The generated network with its weights. */
  public Network on(Device device, Path compiled) {
    GeneratedNetwork generated =
        LOADED.computeIfAbsent(
            compiled.resolve(name), _ -> new GeneratedNetwork(compiled, name + "Network"));
    Network network = generated.on(device, CAPACITY, RecordedNetwork.SEED);
    GeneratedNetwork.setWeights(network);
    return network;
  }

  /** Fingerprints of all that two training passes and an inference pass leave behind. */
  public String outcome(Path compiled, int threads) {
    try (Device device = Device.cpu(threads);
        Network network = on(device, compiled)) {
      network.feed(feed(network, BATCH));
      float first = network.trainingPass();
      network.feed(feed(network, BATCH - 2));
      float second = network.trainingPass();
      String trained =
          "losses %s, logits %s, gradients %s, statistics %s"
              .formatted(
                  fingerprint(first, second),
                  fingerprint(network.lastLogits()),
                  fingerprint(network.memory(Region.GRADIENTS).toArray()),
                  fingerprint(network.memory(Region.STATES).toArray()));
      network.inferencePass(feed(network, BATCH));
      return "%s: %s, inferred %s"
          .formatted(this, trained, fingerprint(network.lastLogits()));
    }
  }

  /**
   * Prints the outcome of every case.
   *
   * @param args folder of the compiled cases, number of threads
   */
  public static void main(String... args) {
    for (LayerCase layer : all()) {
      System.out.println(layer.outcome(Path.of(args[0]), Integer.parseInt(args[1])));
    }
  }

  @Override
  public String toString() {
    return "%s on %d×%d".formatted(layer, height, width);
  }
}

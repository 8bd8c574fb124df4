package dev.throughline.processor.testing;

import static java.util.stream.Collectors.joining;

import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphInterpreter;
import dev.throughline.processor.graph.GraphInterpreter.Feeds;
import dev.throughline.processor.graph.GraphInterpreter.Results;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Members that read the rows of a table, one for each token, so that any number can be put before them and its
 * gradient be read; with what {@code extremes.py} recorded of them.
 */
public record ExtremeCase(int index, String members) {
  private static final RecordedTensors RECORDED = RecordedTensors.read("extremes.safetensors");
  private static final int ROWS = 2;
  private static final int FEATURES = 5;

  /** A loss and the gradient of the rows. */
  public record Outcome(double loss, double[] gradient) {
    /** Their bits; all NaNs are alike. */
    String bits() {
      return Integer.toHexString(Float.floatToIntBits((float) loss))
          + IntStream.range(0, gradient.length)
              .mapToObj(i -> Integer.toHexString(Float.floatToIntBits((float) gradient[i])))
              .collect(joining(" ", " ", ""));
    }
  }

  public static List<ExtremeCase> all() {
    List<String> members = RECORDED.cases("@");
    return IntStream.range(0, members.size())
        .mapToObj(i -> new ExtremeCase(i, members.get(i)))
        .toList();
  }

  private String source() {
    return Networks.source(
        """
            @Network(input = @Input(tokens = %d, length = %d))
            interface Extreme%d {
              @Embedding(units = %d) Layer x();
              %s Loss loss();
            }
            """
            .formatted(ROWS, ROWS, index, FEATURES, members));
  }

  /** Compiles all cases at once; the folder of their classes. */
  public static Path compileAll() {
    Compilation sources = new Compilation();
    all().forEach(each -> sources.source("Extreme%d.java".formatted(each.index), each.source()));
    return GeneratedNetwork.compile(sources);
  }

  /** What PyTorch computes of each batch. */
  public List<Outcome> recorded() {
    double[] losses = RECORDED.values(members + ".loss");
    return IntStream.range(0, losses.length)
        .mapToObj(b -> new Outcome(losses[b], batch(".dx", b)))
        .toList();
  }

  /** The rows of a batch. */
  public double[] rows(int batch) {
    return batch(".x", batch);
  }

  private double[] batch(String name, int batch) {
    double[] all = RECORDED.values(members + name);
    int size = all.length / RECORDED.values(members + ".loss").length;
    return Arrays.copyOfRange(all, batch * size, (batch + 1) * size);
  }

  /** What the interpreter computes. */
  public List<Outcome> interpreted() {
    Graph graph =
        Autodiff.apply(Networks.read(source()).training());
    List<Outcome> outcomes = new ArrayList<>();
    for (int b = 0; b < recorded().size(); b++) {
      String target = graph.losses().getLast().target().label();
      Feeds feeds =
          new Feeds(
              1,
              Map.of("tokens", new double[] {0, 1}, target, batch(".target", b)),
              parameters(graph, rows(b)),
              Map.of(),
              1,
              0);
      Results results = GraphInterpreter.run(graph, feeds);
      outcomes.add(
          new Outcome(
              results.value(graph.losses().getLast().value())[0],
              results.value(graph.gradients().firstEntry().getValue())));
    }
    return outcomes;
  }

  /** The table, then norms that start as they are drawn. */
  private static Map<String, double[]> parameters(Graph graph, double[] rows) {
    Map<String, double[]> values = new HashMap<>();
    for (var parameter : graph.parameters()) {
      String name = NamedValues.info(parameter).name();
      double[] value = new double[Math.toIntExact(parameter.type().elements())];
      Arrays.fill(value, name.endsWith(".weight") ? 1 : 0);
      values.put(name, name.equals("x.weight") ? rows : value);
    }
    return values;
  }

  /** What the generated network computes. */
  public List<Outcome> generated(Path compiled) {
    List<Outcome> outcomes = new ArrayList<>();
    GeneratedNetwork generated =
        new GeneratedNetwork(compiled, "Extreme%dNetwork".formatted(index));
    try (Device device = Device.cpu(1);
        Network network = generated.on(device, 1, RecordedNetwork.SEED)) {
      InputSpec target = network.spec().targets().getFirst();
      for (int b = 0; b < recorded().size(); b++) {
        network.parameter("x.weight").set(Closeness.narrow(rows(b)));
        double[] targets = batch(".target", b);
        Feed feed = Feed.of(1).indices("tokens", new int[] {0, 1});
        if (target.isIndices()) {
          feed.indices(target.name(), Arrays.stream(targets).mapToInt(t -> (int) t).toArray());
        } else {
          feed.numbers(target.name(), Closeness.narrow(targets));
        }
        network.feed(feed);
        float loss = network.trainingPass();
        float[] gradient = network.gradient("x.weight").toArray();
        outcomes.add(new Outcome(loss, Closeness.widen(gradient)));
      }
    }
    return outcomes;
  }

  /** The bits of all outcomes. */
  public static String bits(Path compiled) {
    return all().stream()
        .flatMap(each -> each.generated(compiled).stream().map(out -> each + " " + out.bits()))
        .collect(joining("\n"));
  }

  /**
   * Prints the bits of all outcomes.
   *
   * @param args folder of the compiled cases
   */
  public static void main(String... args) {
    System.out.println(bits(Path.of(args[0])));
  }

  @Override
  public String toString() {
    return members;
  }
}

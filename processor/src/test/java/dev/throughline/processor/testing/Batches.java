package dev.throughline.processor.testing;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a network is given in tests: every value depends on the input's name and on its place only. */
public final class Batches {
  private Batches() {}

  /** For the interpreter: all that {@code graph} reads, in stored order. */
  public static Map<String, double[]> inputs(Graph graph, int batch) {
    Map<String, double[]> inputs = new HashMap<>();
    for (Node input : graph.inputs()) {
      if (input.op() instanceof Primitive.Input(String name, _)) {
        int size = Math.toIntExact(batch * input.type().elements());
        inputs.put(
            name,
            input.type().isIndices()
                ? IntStream.of(indices(size, input.type().limit())).asDoubleStream().toArray()
                : NamedValues.spreadEvenly(name, size));
      }
    }
    return inputs;
  }

  /** For a generated network: the first {@code samples} of the same. */
  public static Feed feed(NetworkSpec spec, int batch, int samples) {
    return fill(
        0,
        samples,
        Stream.concat(spec.inputs().stream(), spec.targets().stream()).toList(),
        batch);
  }

  /** For inference. */
  public static Feed feedOfInputs(NetworkSpec spec, int batch) {
    return fill(0, batch, spec.inputs(), batch);
  }

  /** For inference, one of the samples of {@link #feedOfInputs}. */
  public static Feed sample(NetworkSpec spec, int batch, int index) {
    return fill(index, index + 1, spec.inputs(), batch);
  }

  private static Feed fill(int first, int end, List<InputSpec> inputs, int batch) {
    Feed feed = Feed.of(end - first);
    for (InputSpec input : inputs) {
      int size = batch * input.layout().size();
      int from = first * input.layout().size();
      int to = end * input.layout().size();
      if (input.isIndices()) {
        feed.indices(input.name(), Arrays.copyOfRange(indices(size, input.limit()), from, to));
      } else {
        float[] values = Closeness.narrow(NamedValues.spreadEvenly(input.name(), size));
        feed.numbers(input.name(), Arrays.copyOfRange(values, from, to));
      }
    }
    return feed;
  }

  private static int[] indices(int count, int limit) {
    return IntStream.range(0, count).map(i -> i * 5 % limit).toArray();
  }
}

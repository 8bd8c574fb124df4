package dev.throughline.processor.testing;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.runtime.network.Feed;
import dev.throughline.runtime.network.InputSpec;
import dev.throughline.runtime.network.NetworkSpec;
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

  /** For a generated network: the same, of which it is to take {@code samples}. */
  public static Feed feed(NetworkSpec spec, int batch, int samples) {
    return fill(
        Feed.of(samples),
        Stream.concat(spec.inputs().stream(), spec.targets().stream()).toList(),
        batch);
  }

  /** For inference. */
  public static Feed feedOfInputs(NetworkSpec spec, int batch) {
    return fill(Feed.of(batch), spec.inputs(), batch);
  }

  private static Feed fill(Feed feed, List<InputSpec> inputs, int batch) {
    for (InputSpec input : inputs) {
      int size = batch * input.layout().size();
      if (input.isIndices()) {
        feed.indices(input.name(), indices(size, input.limit()));
      } else {
        feed.numbers(
            input.name(), Closeness.narrow(NamedValues.spreadEvenly(input.name(), size)));
      }
    }
    return feed;
  }

  private static int[] indices(int count, int limit) {
    return IntStream.range(0, count).map(i -> i * 5 % limit).toArray();
  }
}

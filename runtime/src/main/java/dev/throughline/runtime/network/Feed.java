package dev.throughline.runtime.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A batch for a network with any inputs and targets, each under the name it was declared with.
 *
 * <pre>{@code
 * Feed.of(32).indices("source", tokens).indices("target", shifted).indices("labels", next)
 * }</pre>
 *
 * <p>Arrays hold sample after sample in stored order, images {@code [n][h][w][c]}, and are read when the
 * batch is fed.
 */
public final class Feed {
  private final int samples;
  private final Map<String, float[]> numbers = new LinkedHashMap<>();
  private final Map<String, int[]> indices = new LinkedHashMap<>();

  private Feed(int samples) {
    this.samples = samples;
  }

  /** A batch of {@code samples}, which still needs its values. */
  public static Feed of(int samples) {
    return new Feed(samples);
  }

  /** Values of an input or target that are ordinary numbers. */
  public Feed numbers(String name, float[] values) {
    numbers.put(name, values);
    return this;
  }

  /** Values of an input or target that are indices, such as tokens or labels. */
  public Feed indices(String name, int[] values) {
    indices.put(name, values);
    return this;
  }

  int samples() {
    return samples;
  }

  /** Refuses a name that none of {@code known} has. */
  void check(String network, Set<String> known) {
    for (Map<String, ?> given : List.of(numbers, indices)) {
      for (String name : given.keySet()) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "`%s` has no input or target `%s`: it has %s"
                  .formatted(network, name, String.join(", ", known)));
        }
      }
    }
  }

  /** Writes the values of {@code input} to {@code buffer}, from {@code at} on. */
  void copy(String network, InputSpec input, float[] buffer, int at) {
    int floats = Math.multiplyExact(samples, input.layout().size());
    if (input.isIndices()) {
      int[] values = given(network, input, indices);
      check(network, input, floats, values.length);
      for (int i = 0; i < floats; i++) {
        if (values[i] < 0 || values[i] >= input.limit()) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "%d, number %d of `%s`, is not one of the %d of `%s`",
                  values[i], i, input.name(), input.limit(), network));
        }
        buffer[at + i] = values[i];
      }
    } else {
      float[] values = given(network, input, numbers);
      check(network, input, floats, values.length);
      System.arraycopy(values, 0, buffer, at, floats);
    }
  }

  private static <T> T given(String network, InputSpec input, Map<String, T> from) {
    T values = from.get(input.name());
    if (values == null) {
      throw new IllegalArgumentException(
          "the batch for `%s` has no `%s`: give it as %s"
              .formatted(network, input.name(), input.isIndices() ? "indices" : "numbers"));
    }
    return values;
  }

  private void check(String network, InputSpec input, int wanted, int given) {
    if (given < wanted) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "%,d values do not cover the `%s` of %d samples of `%s`, which are %,d", given,
              input.name(), samples, network, wanted));
    }
  }
}

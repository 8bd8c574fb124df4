package dev.throughline.runtime.spec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;

/**
 * A batch for a network with any inputs and targets, each under the name it was declared with.
 *
 * <pre>{@code
 * Feed.of(32).indices("source", tokens).indices("target", shifted).indices("labels", next)
 * }</pre>
 *
 * <p>Arrays hold sample after sample in stored order, images {@code [n][h][w][c]}, exactly as many values as
 * the samples have, and are read when the batch is fed. A batch that does not fit is refused as a whole: the
 * network is then as it was.
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
    numbers.put(name, Objects.requireNonNull(values, name));
    return this;
  }

  /** Values of an input or target that are indices, such as tokens or labels. */
  public Feed indices(String name, int[] values) {
    indices.put(name, Objects.requireNonNull(values, name));
    return this;
  }

  /** Number of samples. */
  public int samples() {
    return samples;
  }

  /** How many values there are of each name. */
  public SequencedMap<String, Integer> lengths() {
    SequencedMap<String, Integer> lengths = new LinkedHashMap<>();
    numbers.forEach((name, values) -> lengths.put(name, values.length));
    indices.forEach((name, values) -> lengths.put(name, values.length));
    return lengths;
  }

  /**
   * A feed of some of these samples, in another order.
   *
   * @param order places of samples; those from {@code from} on are taken
   */
  public Feed choose(int[] order, int from, int count) {
    Feed chosen = of(count);
    numbers.forEach(
        (name, values) -> {
          int size = values.length / samples;
          float[] some = new float[count * size];
          for (int i = 0; i < count; i++) {
            System.arraycopy(values, order[from + i] * size, some, i * size, size);
          }
          chosen.numbers(name, some);
        });
    indices.forEach(
        (name, values) -> {
          int size = values.length / samples;
          int[] some = new int[count * size];
          for (int i = 0; i < count; i++) {
            System.arraycopy(values, order[from + i] * size, some, i * size, size);
          }
          chosen.indices(name, some);
        });
    return chosen;
  }

  /** Tells apart feeds of other names or values. */
  public long digest() {
    CRC32C crc = new CRC32C();
    numbers.forEach(
        (name, values) -> digest(crc, name, values.length, i -> Float.floatToIntBits(values[i])));
    indices.forEach((name, values) -> digest(crc, name, values.length, i -> values[i]));
    return crc.getValue();
  }

  private static void digest(CRC32C crc, String name, int count, IntUnaryOperator bits) {
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    ByteBuffer some = ByteBuffer.allocate(1 << 13);
    for (int i = 0; i < count; i++) {
      some.putInt(bits.applyAsInt(i));
      if (some.remaining() == 0 || i == count - 1) {
        crc.update(some.flip());
        some.clear();
      }
    }
  }

  /** Fails unless this has all of {@code wanted}, each in its own length and range, and no name that is not known. */
  public void check(NetworkSpec spec, List<InputSpec> wanted) {
    Map<String, InputSpec> known = new LinkedHashMap<>();
    spec.inputs().forEach(input -> known.put(input.name(), input));
    spec.targets().forEach(target -> known.put(target.name(), target));
    checkNames(spec, known, numbers.keySet(), false);
    checkNames(spec, known, indices.keySet(), true);
    for (InputSpec input : wanted) {
      if (input.isIndices()) {
        int[] values = given(spec, input, indices);
        checkLength(spec, input, values.length);
        checkRange(spec, input, values);
      } else {
        checkLength(spec, input, given(spec, input, numbers).length);
      }
    }
  }

  private static void checkNames(
      NetworkSpec spec, Map<String, InputSpec> known, Set<String> given, boolean asIndices) {
    for (String name : given) {
      InputSpec input = known.get(name);
      if (input == null) {
        throw new IllegalArgumentException(
            "`%s` has no input or target `%s`: it has %s"
                .formatted(spec.name(), name, String.join(", ", known.keySet())));
      }
      if (input.isIndices() != asIndices) {
        throw new IllegalArgumentException(
            "`%s` of `%s` is read as %s: give it as %s"
                .formatted(name, spec.name(), kind(input), kind(input)));
      }
    }
  }

  private static String kind(InputSpec input) {
    return input.isIndices() ? "indices" : "numbers";
  }

  /** Writes {@code count} samples of {@code input}, from the sample {@code from} on, to {@code buffer}. */
  public void copy(InputSpec input, int from, int count, float[] buffer, int at) {
    int size = input.layout().size();
    if (input.isIndices()) {
      int[] values = Objects.requireNonNull(indices.get(input.name()));
      for (int i = 0; i < count * size; i++) {
        buffer[at + i] = values[from * size + i];
      }
    } else {
      float[] values = Objects.requireNonNull(numbers.get(input.name()));
      System.arraycopy(values, from * size, buffer, at, count * size);
    }
  }

  private static <T> T given(NetworkSpec spec, InputSpec input, Map<String, T> from) {
    T values = from.get(input.name());
    if (values == null) {
      throw new IllegalArgumentException(
          "the batch for `%s` has no `%s`: give it as %s"
              .formatted(spec.name(), input.name(), kind(input)));
    }
    return values;
  }

  /** Too many values are as wrong as too few: they are those of other samples, or of samples of another size. */
  private void checkLength(NetworkSpec spec, InputSpec input, int given) {
    long wanted = (long) samples * input.layout().size();
    if (given != wanted) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "%,d values are not the `%s` of %d sample%s of `%s`, which %s %,d: %s", given,
              input.name(), samples, samples == 1 ? "" : "s", spec.name(),
              wanted == 1 ? "is" : "are", wanted, shape(input)));
    }
  }

  private static String shape(InputSpec input) {
    int[] extents = input.layout().extents();
    return switch (extents.length) {
      case 0 -> "one each";
      case 3 -> String.format(Locale.ROOT, "%d×%d×%d each, stored [h][w][c]", extents[1],
          extents[2], extents[0]);
      default -> Arrays.toString(extents) + " each";
    };
  }

  private static void checkRange(NetworkSpec spec, InputSpec input, int[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= input.limit()) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%d, number %d of `%s`, is not one of the %d of `%s`",
                values[i], i, input.name(), input.limit(), spec.name()));
      }
    }
  }
}

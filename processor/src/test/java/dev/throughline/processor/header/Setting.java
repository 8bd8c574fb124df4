package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * What a kernel is run on: a number for each size and scalar, and random values in each buffer.
 *
 * @param scratch floats of a thread's own
 */
record Setting(
    Kernel kernel, Map<String, Integer> sizes, int batch, int scratch,
    Map<String, Double> scalars, Map<String, double[]> values) {
  static final int BATCH = 2;

  /** Random values of the kind that each buffer holds. */
  static Setting of(Kernel kernel, Map<String, Integer> sizes, int scratch) {
    Setting setting =
        new Setting(kernel, sizes, BATCH, scratch, new HashMap<>(), new LinkedHashMap<>());
    Random random = new Random(1);
    for (String scalar : kernel.scalars()) {
      setting.scalars.put(
          scalar, scalar.equals("nesterov") ? 1.0 : 0.25 + random.nextDouble() / 2);
    }
    for (Buffer buffer : kernel.buffers()) {
      int limit = setting.number(buffer.shape().limit());
      DoubleUnaryOperator kind = setting.kind(buffer.name(), limit);
      setting.values.put(
          buffer.name(), random.doubles(setting.elements(buffer)).map(kind).toArray());
    }
    return setting;
  }

  /** What becomes of a number between 0 and 1. */
  private DoubleUnaryOperator kind(String name, int limit) {
    boolean compared =
        name.matches("(labels|tokens|source)\\d*")
            || kernel.name().startsWith("maxPoolGradient") && name.matches("[xy]");
    if (limit > 0 || compared) {
      return uniform -> Math.floor(uniform * (limit > 0 ? limit : 3));
    }
    boolean positive = name.matches("(running)?[vV]ar\\d*|(sum|second|rstd|count|max)\\d*");
    return positive ? uniform -> 0.5 + uniform : uniform -> 2 * uniform - 1;
  }

  /** The extents of {@code buffer}, that of the batch first where there is one. */
  int[] extents(Buffer buffer) {
    List<Int> own = buffer.shape().extents();
    int first = buffer.shape().batched() ? 1 : 0;
    int[] extents = new int[own.size() + first];
    for (int axis = 0; axis < own.size(); axis++) {
      extents[axis + first] = number(own.get(axis));
    }
    if (first == 1) {
      extents[0] = batch;
    }
    return extents;
  }

  /** How far apart neighbours along each axis of {@code buffer} lie. */
  int[] strides(Buffer buffer) {
    int[] strides = extents(buffer);
    int rows = strides.length - buffer.shape().rowAxes();
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      if (axis == rows - 1 && buffer.shape().isApart()) {
        stride = number(buffer.shape().pitch());
      }
      int extent = strides[axis];
      strides[axis] = stride;
      stride *= extent;
    }
    return strides;
  }

  private int elements(Buffer buffer) {
    return number(buffer.shape().floats()) * (buffer.shape().batched() ? batch : 1);
  }

  /** {@code value}, which no variable is part of. */
  int number(Int value) {
    return number(value, Map.of());
  }

  /** {@code value} where variables have these values. */
  int number(Int value, Map<String, Integer> variables) {
    return switch (value) {
      case Int.Number(int number) -> number;
      case Int.Variable(String name) -> requireNonNull(variables.get(name), name);
      case Int.Extent(String name) -> requireNonNull(sizes.get(name), name);
      case Int.Batch() -> batch;
      case Int.Sum(var terms) -> {
        int sum = 0;
        for (Int term : terms) {
          sum += number(term, variables);
        }
        yield sum;
      }
      case Int.Product(var factors) -> {
        int product = 1;
        for (Int factor : factors) {
          product = Math.multiplyExact(product, number(factor, variables));
        }
        yield product;
      }
      case Int.Least(Int a, Int b) -> Math.min(number(a, variables), number(b, variables));
      case Int.Most(Int a, Int b) -> Math.max(number(a, variables), number(b, variables));
      case Int.Quotient(Int of, Int by) -> number(of, variables) / number(by, variables);
      case Int.Remainder(Int of, Int by) -> number(of, variables) % number(by, variables);
    };
  }

  Buffer buffer(String name) {
    return kernel.buffers().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }

  /** The first buffer that the kernel writes: what a product is called before it is finished has its shape. */
  Buffer result() {
    return kernel.buffers().stream().filter(Buffer::written).findFirst().orElseThrow();
  }

  boolean has(String buffer) {
    return values.containsKey(buffer);
  }

  /** The sample at which part {@code split} of the batch begins. */
  int start(int split) {
    return split * batch / requireNonNull(sizes.get("SPLITS"));
  }
}

package dev.throughline.processor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.RandomDraw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Values that depend on a name and an index only, so that nobody has to store them; as in {@code vectors.py}. */
public final class NamedValues {
  private NamedValues() {}

  /** Values in [-1, 1). */
  public static double[] spreadEvenly(String name, int size) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(UTF_8));
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2.0 * RandomDraw.uniform(crc.getValue(), 0, 0, 4L * i) - 1;
    }
    return values;
  }

  /** A trained-looking value of a parameter, in published order, rounded to single. */
  public static double[] weights(String name, List<Integer> shape) {
    double[] values = spreadEvenly(name, shape.stream().reduce(1, (a, b) -> a * b));
    double fanIn = shape.stream().skip(1).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < values.length; i++) {
      double value =
          shape.size() > 1
              ? values[i] * Math.sqrt(6 / fanIn)
              : (name.endsWith("norm.weight") ? 1 : 0) + 0.25 * values[i];
      values[i] = (float) value;
    }
    return values;
  }

  /** {@link #weights} of every parameter of {@code graph} in stored order, by name. */
  public static Map<String, double[]> parametersOf(Graph graph) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (Node parameter : graph.parameters()) {
      ParameterInfo info = info(parameter);
      RecordedTensor published =
          new RecordedTensor(info.shape(), weights(info.name(), info.shape()));
      values.put(info.name(), published.transposed(info.storedAxes()));
    }
    return values;
  }

  public static ParameterInfo info(Node parameter) {
    if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
      return info;
    }
    throw new IllegalArgumentException("not a parameter: " + parameter);
  }
}

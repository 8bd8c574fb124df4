package dev.throughline.processor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A safetensors file under {@code src/test/resources/vectors}, written by a script of {@code src/test/python}. */
public final class RecordedTensors {
  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([0-9,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}");

  private final String file;
  private final String header;
  private final Map<String, RecordedTensor> tensors = new LinkedHashMap<>();

  private RecordedTensors(String file, byte[] bytes) {
    this.file = file;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(buffer.getLong(0));
    ByteBuffer data =
        buffer.slice(8 + headerLength, bytes.length - 8 - headerLength).order(buffer.order());
    this.header = new String(bytes, 8, headerLength, UTF_8);
    Matcher entry = ENTRY.matcher(header);
    while (entry.find()) {
      List<Integer> shape =
          Stream.of(entry.group(3).split(",")).filter(s -> !s.isEmpty()).map(Integer::valueOf)
              .toList();
      int begin = Integer.parseInt(entry.group(4));
      int count = shape.stream().reduce(1, (a, b) -> a * b);
      int width = (Integer.parseInt(entry.group(5)) - begin) / count;
      double[] values =
          IntStream.range(0, count)
              .mapToDouble(i -> element(data, begin + i * width, entry.group(2)))
              .toArray();
      tensors.put(entry.group(1), new RecordedTensor(shape, values));
    }
  }

  private static double element(ByteBuffer data, int at, String dtype) {
    return switch (dtype) {
      case "F64" -> data.getDouble(at);
      case "F32" -> data.getFloat(at);
      case "I64" -> data.getLong(at);
      default -> throw new IllegalArgumentException("no reader for " + dtype);
    };
  }

  public static RecordedTensors read(String file) {
    try (InputStream in = RecordedTensors.class.getResourceAsStream("/vectors/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no vectors named " + file + "; see src/test/python");
      }
      return new RecordedTensors(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RecordedTensor get(String name) {
    RecordedTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(file + " holds no " + name);
    }
    return tensor;
  }

  public double[] values(String name) {
    return get(name).values();
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** The lines of an entry of the metadata; none if it is not there. */
  public List<String> list(String metadata) {
    Matcher entry = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(metadata)).matcher(header);
    return entry.find() ? List.of(entry.group(1).split("\\\\n")) : List.of();
  }

  /** What follows {@code prefix} in the names that start with it. */
  public List<String> names(String prefix) {
    return tensors.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /** The distinct names before the last full stop of those that start with {@code prefix}, sorted. */
  public List<String> cases(String prefix) {
    TreeSet<String> cases = new TreeSet<>();
    for (String name : tensors.keySet()) {
      if (name.startsWith(prefix)) {
        cases.add(name.substring(0, name.lastIndexOf('.')));
      }
    }
    return List.copyOf(cases);
  }
}

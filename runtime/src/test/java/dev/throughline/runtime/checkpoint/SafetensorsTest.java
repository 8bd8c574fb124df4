package dev.throughline.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  @TempDir
  private Path folder;

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("test.safetensors"), bytes.array());
  }

  private static SequencedMap<String, Tensor> tensors() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", Tensor.of(numbers(24), 0, Layout.filters(2, 3, 2, 2)));
    tensors.put("conv.bias", Tensor.of(numbers(2), 0, Layout.of(2)));
    return tensors;
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i + 0.5f;
    }
    return numbers;
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path path = folder.resolve("new/folder/a.safetensors");
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(new float[] {1, 2, 3, 4}, 0, Layout.linear(2, 2)));
    SafetensorsWriter.write(path, Map.of("a \"b\"", "c\n\u00e9"), tensors);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) bytes.getLong();
    byte[] header = new byte[headerBytes];
    bytes.get(header);
    assertEquals(
        "{\"__metadata__\":{\"a \\\"b\\\"\":\"c\\u000a\u00e9\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}",
        new String(header, StandardCharsets.UTF_8).stripTrailing());
    assertEquals(0, headerBytes % 8);
    // Published order: stored [c][k] is read as [k, c].
    for (float expected : new float[] {1, 3, 2, 4}) {
      assertEquals(expected, bytes.getFloat());
    }
    assertEquals(0, bytes.remaining());
  }

  @Test
  void theHeaderDoesNotDependOnTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    Path path = folder.resolve("a.safetensors");
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab")); // has digits of its own
      SafetensorsWriter.write(path, Map.of(), tensors());
    } finally {
      Locale.setDefault(before);
    }
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      assertEquals(2, reader.names().size());
    }
  }

  @Test
  void whatWasWrittenIsRead() {
    Path path = folder.resolve("a.safetensors");
    Map<String, String> metadata = Map.of("key", "value \\ \" \t \u4e2d \ud83d\ude00");
    SafetensorsWriter.write(path, metadata, tensors());
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      assertEquals(metadata, reader.metadata());
      assertEquals(List.of("conv.weight", "conv.bias"), List.copyOf(reader.names()));
      tensors()
          .forEach(
              (name, tensor) -> assertArrayEquals(tensor.toArray(),
                  reader.values(name, tensor.layout())));
    }
  }

  @Test
  void largeTensorsAreReadInParts() {
    Path path = folder.resolve("a.safetensors");
    int size = 200_003;
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("large", Tensor.of(numbers(size), 0, Layout.of(size)));
    SafetensorsWriter.write(path, Map.of(), tensors);
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      assertArrayEquals(numbers(size), reader.values("large", Layout.of(size)));
    }
  }

  @Test
  void aFailedWriteKeepsTheOldFileAndLeavesNothingElse() throws IOException {
    Path path = folder.resolve("a.safetensors");
    SafetensorsWriter.write(path, Map.of(), tensors());
    byte[] before = Files.readAllBytes(path);
    assertThrows(
        IOException.class,
        () -> AtomicFile.replace(
            path,
            channel -> {
              channel.write(ByteBuffer.allocate(10));
              throw new IOException("disk full");
            }));
    assertArrayEquals(before, Files.readAllBytes(path));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(path), left.toList());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() throws IOException {
    Path notFolder = Files.writeString(folder.resolve("file"), "");
    String message =
        assertThrows(
            CheckpointException.class,
            () -> SafetensorsWriter.write(
                notFolder.resolve("a.safetensors"), Map.of(), tensors()))
            .getMessage();
    assertTrue(message.startsWith("cannot write `" + notFolder), message);
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    Path path = folder.resolve("a.safetensors");
    SafetensorsWriter.write(path, Map.of("a", "b"), tensors());
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      String message =
          assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path).close())
              .getMessage();
      assertTrue(
          message.startsWith("`" + path + "` is ") && message.contains(length < 8 ? "not" : "cut"),
          message);
    }
  }

  @Test
  void anyDamagedByteOfTheHeaderIsToldOrHarmless() throws IOException {
    Path path = folder.resolve("a.safetensors");
    SafetensorsWriter.write(path, Map.of(), tensors());
    byte[] whole = Files.readAllBytes(path);
    int headerEnd = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int told = 0;
    for (int at = 0; at < headerEnd; at++) {
      for (int flip : new int[] {0x01, 0x02, 0x10, 0x80, 0xFF}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) flip;
        Files.write(path, damaged);
        try (SafetensorsReader reader = SafetensorsReader.open(path)) {
          // Another name, or another shape of as many bytes: the tensors asked for are missed.
          assertEquals(2, reader.names().size());
        } catch (CheckpointException e) {
          told++;
          assertTrue(e.getMessage().startsWith("`" + path + "`"), e.getMessage());
        }
      }
    }
    assertTrue(told > 3 * headerEnd, told + " of " + 5 * headerEnd);
  }

  static Stream<Arguments> badHeaders() {
    String good = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    return Stream.of(
        Arguments.of("{\"w\":" + good + "}", 12, "is damaged: 4 bytes follow its last tensor"),
        Arguments.of(
            "{\"w\":" + good + "}",
            7,
            "is damaged: its tensors take 8 bytes but only 7 follow the header: it was cut short"),
        Arguments.of("{\"w\":" + good + ",\"w\":" + good + "}", 8, "`w` is there twice"),
        Arguments.of(
            "{\"w\":" + good + ",\"v\":" + good + "}", 8, "overlaps the tensor before it"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
            12,
            "there is a hole of 4 bytes before `w`"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
            8,
            "`w` claims bytes 0 to 8, but F32 of shape [3] takes 12"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
            8,
            "`w` claims bytes 8 to 0, but F32 of shape [2] takes 8"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],"
                + "\"data_offsets\":[0,0]}}",
            0,
            "`w` has the impossible shape [4294967296, 4294967296]"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            8,
            "`w` has the unknown dtype `F31`"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}",
            8,
            "`w` does not have the fields dtype, shape and data_offsets"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}",
            8,
            "`w` has an unknown field `x`"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
            8,
            "where a whole number is due"),
        Arguments.of(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
            8,
            "is too large"),
        Arguments.of("{\"w\":" + good, 8, "the end at character"),
        Arguments.of("{\"w\":" + good + "}}", 8, "where nothing more is due"),
        Arguments.of("{\"w\":[]}", 0, "`[` at character 5 where `{` is due"),
        Arguments.of("{\"\\x\":" + good + "}", 8, "unknown escape at character 3"),
        Arguments.of("{\"\\u12\":" + good + "}", 8, "where four hexadecimal digits is due"),
        Arguments.of("{\"a\nb\":" + good + "}", 8, "a raw control character at character 3"),
        Arguments.of(
            "{\"__metadata__\":{\"a\":1}}", 0, "`1` at character 21 where a string is due"),
        Arguments.of(
            "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "metadata `a` is there twice"),
        Arguments.of("[]", 0, "its header is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("badHeaders")
  void aLyingHeaderIsTold(String header, int dataBytes, String message) throws IOException {
    Path path = file(header, dataBytes);
    String told =
        assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path).close())
            .getMessage();
    assertTrue(told.startsWith("`" + path + "` is ") && told.contains(message), told);
  }

  @Test
  void aHugeHeaderIsNotAllocated() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    Path path = folder.resolve("a.safetensors");
    for (long length : new long[] {-1, Long.MAX_VALUE, 1L << 40, 100_000_001, 1, 0}) {
      Files.write(path, bytes.putLong(0, length).array());
      assertEquals(
          "`%s` is not a safetensors file: it does not begin with the length of a header"
              .formatted(path),
          assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path))
              .getMessage());
    }
    Files.write(path, bytes.putLong(0, 99_000_000).array());
    assertTrue(
        assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path))
            .getMessage()
            .contains("it announces a header of 99000000 bytes but has 56"));
  }

  @Test
  void aHeaderMustBeUtf8() throws IOException {
    byte[] json = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
    ByteBuffer bytes = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
    Path path = folder.resolve("a.safetensors");
    Files.write(path, bytes.putLong(6).put(json).array());
    assertEquals(
        "`%s` is damaged: its header is not UTF-8".formatted(path),
        assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path)).getMessage());
  }

  @Test
  void aTensorMustBeWhatIsAskedFor() throws IOException {
    String header =
        "{\"half\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]}}";
    Path path = file(header, 12);
    try (SafetensorsReader reader = SafetensorsReader.open(path)) {
      assertEquals(
          "`half` in `%s` has the dtype F16: convert it to F32".formatted(path),
          problem(reader, "half", Layout.of(2)));
      assertEquals(
          "`w` in `%s` has the shape [2, 1] where the network has [2]".formatted(path),
          problem(reader, "w", Layout.of(2)));
      assertEquals(
          "`%s` lacks the tensor `v`".formatted(path), problem(reader, "v", Layout.of(2)));
    }
  }

  @Test
  void aClosedReaderSaysSo() {
    Path path = folder.resolve("a.safetensors");
    SafetensorsWriter.write(path, Map.of(), tensors());
    SafetensorsReader reader = SafetensorsReader.open(path);
    reader.close();
    reader.close();
    assertEquals(
        "`%s` is closed".formatted(path),
        assertThrows(
            IllegalStateException.class, () -> reader.values("conv.bias", Layout.of(2)))
            .getMessage());
    assertEquals(2, reader.names().size(), "the header was read when it was opened");
  }

  private static String problem(SafetensorsReader reader, String name, Layout layout) {
    return String.valueOf(
        assertThrows(CheckpointException.class, () -> reader.values(name, layout)).getMessage());
  }

  @Test
  void aMissingFileIsTold() {
    Path path = folder.resolve("none.safetensors");
    assertEquals(
        "there is no file `%s`".formatted(path),
        assertThrows(CheckpointException.class, () -> SafetensorsReader.open(path)).getMessage());
    assertEquals(
        "`%s` is a folder, not a safetensors file".formatted(folder),
        assertThrows(CheckpointException.class, () -> SafetensorsReader.open(folder))
            .getMessage());
  }
}

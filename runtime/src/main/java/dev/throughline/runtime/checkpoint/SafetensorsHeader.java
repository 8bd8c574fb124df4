package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.checkpoint.JsonReader.Malformed;
import dev.throughline.runtime.message.Quote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The JSON header of a safetensors file: which tensors it holds, where, and free text about them.
 *
 * @param metadata free text by key
 * @param entries tensors by name, in the file's order
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
  private static final String METADATA = "__metadata__";
  private static final int LARGEST_RANK = 32;
  private static final int MOST_ENTRIES = 100_000;
  private static final Map<String, Integer> BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8));

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the end of the header
   * @param end byte after its last
   */
  record Entry(String dtype, List<Long> shape, long begin, long end) {}

  /** Parses and checks a header against the number of bytes that follow it. */
  static SafetensorsHeader parse(byte[] text, long dataBytes) throws Malformed {
    JsonReader json = new JsonReader(text);
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    json.expect('{');
    if (!json.accept('}')) {
      do {
        String name = json.string();
        if (!names.add(name)) {
          throw new Malformed("%s is there twice".formatted(Quote.name(name)));
        }
        checkCount(names.size());
        json.expect(':');
        if (name.equals(METADATA)) {
          readMetadata(json, metadata);
        } else {
          entries.put(name, readEntry(json, name));
        }
      } while (json.accept(','));
      json.expect('}');
    }
    json.expectEnd();
    checkPlaces(entries, dataBytes);
    return new SafetensorsHeader(metadata, entries);
  }

  private static void readMetadata(JsonReader json, Map<String, String> metadata)
      throws Malformed {
    json.expect('{');
    if (json.accept('}')) {
      return;
    }
    do {
      String key = json.string();
      json.expect(':');
      if (metadata.put(key, json.string()) != null) {
        throw new Malformed("metadata %s is there twice".formatted(Quote.name(key)));
      }
      checkCount(metadata.size());
    } while (json.accept(','));
    json.expect('}');
  }

  private static void checkCount(int entries) throws Malformed {
    if (entries > MOST_ENTRIES) {
      throw new Malformed(
          String.format(Locale.ROOT, "its header has more than %,d entries", MOST_ENTRIES));
    }
  }

  private static Entry readEntry(JsonReader json, String name) throws Malformed {
    String dtype = "";
    List<Long> shape = List.of();
    List<Long> place = List.of();
    Set<String> seen = new HashSet<>();
    json.expect('{');
    do {
      String key = json.string();
      json.expect(':');
      switch (key) {
        case "dtype" -> dtype = json.string();
        case "shape" -> shape = readNumbers(json);
        case "data_offsets" -> place = readNumbers(json);
        default -> throw new Malformed(
            "%s has an unknown field %s".formatted(Quote.name(name), Quote.name(key)));
      }
      if (!seen.add(key)) {
        throw new Malformed("%s has two fields %s".formatted(Quote.name(name), Quote.name(key)));
      }
    } while (json.accept(','));
    json.expect('}');
    if (seen.size() != 3 || place.size() != 2) {
      throw new Malformed(
          "%s does not have the fields dtype, shape and data_offsets".formatted(Quote.name(name)));
    }
    Entry entry = new Entry(dtype, shape, place.get(0), place.get(1));
    checkLength(name, entry);
    return entry;
  }

  private static List<Long> readNumbers(JsonReader json) throws Malformed {
    List<Long> numbers = new ArrayList<>();
    json.expect('[');
    if (json.accept(']')) {
      return numbers;
    }
    do {
      if (numbers.size() == LARGEST_RANK) {
        throw new Malformed(
            String.format(Locale.ROOT, "a list of more than %d numbers", LARGEST_RANK));
      }
      numbers.add(json.number());
    } while (json.accept(','));
    json.expect(']');
    return numbers;
  }

  private static void checkLength(String name, Entry entry) throws Malformed {
    Integer elementBytes = BYTES.get(entry.dtype());
    if (elementBytes == null) {
      throw new Malformed("%s has the unknown dtype %s"
          .formatted(Quote.name(name), Quote.name(entry.dtype())));
    }
    long bytes = elementBytes;
    try {
      for (long extent : entry.shape()) {
        bytes = Math.multiplyExact(bytes, extent);
      }
    } catch (ArithmeticException e) {
      throw new Malformed(
          "%s has the impossible shape %s".formatted(Quote.name(name), entry.shape()));
    }
    if (entry.end() - entry.begin() != bytes) {
      throw new Malformed(
          String.format(Locale.ROOT, "%s claims bytes %d to %d, but %s of shape %s takes %d",
              Quote.name(name), entry.begin(), entry.end(), entry.dtype(), entry.shape(), bytes));
    }
  }

  /** The tensors must follow one another and fill the file: no overlap, no hole, no rest. */
  private static void checkPlaces(Map<String, Entry> entries, long dataBytes) throws Malformed {
    List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(entries.entrySet());
    byPlace.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long end = 0;
    for (Map.Entry<String, Entry> entry : byPlace) {
      long begin = entry.getValue().begin();
      if (begin != end) {
        throw new Malformed(
            begin < end
                ? "%s overlaps the tensor before it".formatted(Quote.name(entry.getKey()))
                : String.format(Locale.ROOT, "there is a hole of %d bytes before %s", begin - end,
                    Quote.name(entry.getKey())));
      }
      end = entry.getValue().end();
    }
    if (end > dataBytes) {
      throw new Malformed(
          String.format(Locale.ROOT,
              "its tensors take %d bytes but only %d follow the header: it was cut short", end,
              dataBytes));
    }
    if (end < dataBytes) {
      throw new Malformed(
          String.format(Locale.ROOT, "%d bytes follow its last tensor", dataBytes - end));
    }
  }
}

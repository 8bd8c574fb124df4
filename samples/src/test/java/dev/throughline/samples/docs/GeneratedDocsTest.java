package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.network.NetworkSpec;
import dev.throughline.samples.ResNet20;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The folder {@code generated-docs} holds what the processor wrote while it compiled the samples. {@code mvn
 * test -Dgolden=update} copies it there anew.
 */
final class GeneratedDocsTest {
  private static final Path FOLDER = Path.of("..", "generated-docs");
  private static final String INDEX = "README.md";
  private static final Pattern LINK = Pattern.compile("]\\(([^)]*)\\)");

  private static final SortedMap<String, String> WRITTEN = new TreeMap<>();

  @BeforeAll
  static void readClassOutput() throws IOException, URISyntaxException {
    Path classes =
        Path.of(ResNet20.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = classes.resolve(ResNet20.class.getPackageName().replace('.', '/'));
    WRITTEN.putAll(read(folder, ".*\\.(md|svg)"));
    WRITTEN.put(INDEX, index());
  }

  private static SortedMap<String, String> read(Path folder, String names) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.getFileName().toString().matches(names)).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file).replace("\r\n", "\n"));
      }
    }
    return files;
  }

  private static String index() {
    StringBuilder text =
        new StringBuilder(
            """
                # Sample networks

                One page for each network of `samples`, as the processor writes it beside the class files. A test \
                compares; `mvn test -Dgolden=update` rewrites.

                """);
    WRITTEN.forEach(
        (name, page) -> {
          if (name.endsWith(".md")) {
            String title = page.substring("# ".length(), page.indexOf('\n'));
            String lead = page.substring(page.indexOf('\n'), page.indexOf("!["));
            String words = lead.strip().replace("\n\n", " ");
            text.append("- [").append(title).append("](").append(name).append("). ");
            text.append(words).append('\n');
          }
        });
    return text.toString();
  }

  @Test
  void theFolderHoldsWhatTheProcessorWrites() throws IOException {
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      for (String stale : read(FOLDER, ".*").keySet()) {
        Files.delete(FOLDER.resolve(stale));
      }
      for (var file : WRITTEN.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    SortedMap<String, String> kept = read(FOLDER, ".*");
    assertEquals(WRITTEN.keySet(), kept.keySet(), "-Dgolden=update rewrites the folder");
    WRITTEN.forEach(
        (name, text) -> assertEquals(text, kept.get(name), name + ": -Dgolden=update rewrites it"));
  }

  @Test
  void everyLinkLeadsToAFileOfTheFolder() {
    WRITTEN.forEach(
        (name, text) -> {
          Matcher link = LINK.matcher(name.endsWith(".md") ? text : "");
          while (link.find()) {
            assertTrue(WRITTEN.containsKey(link.group(1)), name + " links to " + link.group(1));
          }
        });
  }

  /** He et al. 2015, table 6: 0.27 million; exactly this many with option A and 10 classes. */
  @Test
  void resNet20HasTheParametersOfThePaper() {
    String page = WRITTEN.get("ResNet20.md");
    assertTrue(page.contains("| Trainable parameters | 269,722 |"), page);
    assertTrue(
        page.lines().anyMatch(l -> l.startsWith("| **all** ") && l.contains("| **269,722** |")));
  }

  @Test
  void aPageGivesTheBytesThatTheNetworkItselfGives() throws ReflectiveOperationException {
    for (String name : WRITTEN.keySet()) {
      if (name.endsWith(".md") && !name.equals(INDEX)) {
        String type = ResNet20.class.getPackageName() + "." + name.replace(".md", "Network");
        NetworkSpec spec = (NetworkSpec) Class.forName(type).getField("SPEC").get(null);
        for (int batch : new int[] {1, 32, 128}) {
          String row = row(WRITTEN.get(name), "| %d |".formatted(batch));
          List<String> cells = List.of(row.split(" *\\| *"));
          assertEquals(grouped(spec.trainingBytes(batch)), bytes(cells.get(2)), row);
          assertEquals(grouped(batch * spec.training().floatsPerSample() * 4), bytes(cells.get(3)),
              row);
          assertEquals(grouped(spec.inferenceBytes(batch)), bytes(cells.get(4)), row);
          assertEquals(grouped(batch * spec.inference().floatsPerSample() * 4), bytes(cells.get(5)),
              row);
        }
        assertTrue(WRITTEN.get(name).contains("| **" + grouped(spec.parameterCount()) + "** |"));
      }
    }
  }

  private static String row(String page, String beginning) {
    return page.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** Without what the brackets say in mebibytes. */
  private static String bytes(String cell) {
    return cell.replaceFirst(" \\(.*", "");
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

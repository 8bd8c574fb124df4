package dev.throughline.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.emit.docs.Site;
import dev.throughline.processor.pages.PageFormat;
import dev.throughline.processor.testing.Golden;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuCode;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.network.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The folder {@code generated-docs} holds what the processor wrote while it compiled the samples, but for most of the
 * code; a digest holds each of those. {@code mvn test -Dgolden=update} writes all anew.
 */
final class GeneratedDocsTest {
  private static final Path FOLDER = Path.of("..", "generated-docs");
  private static final int MOST_BYTES = 3_000_000;
  private static final Pattern LINK =
      Pattern.compile(
          "]\\(([^)#]*)(?:#([^)]*))?\\)|(?:href|src)=\"([^\"#:]*)(?:#([^\"]*))?\"");

  /** Kernels are full of brackets. */
  private static final String LISTING = "(?s)```.*?```|<pre.*?</pre>";

  private static SortedMap<String, String> written;
  private static KeptPages pages;

  @BeforeAll
  static void readClassOutput() throws IOException {
    written = SamplePages.written();
    pages = new KeptPages(Site.of(written, PageFormat.MARKDOWN));
  }

  @Test
  void theFolderHoldsWhatTheProcessorWrites() throws IOException {
    SortedMap<String, String> expected = pages.kept();
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      for (String stale : kept().keySet()) {
        Files.delete(FOLDER.resolve(stale));
      }
      for (var file : expected.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    SortedMap<String, String> kept = kept();
    assertEquals(expected.keySet(), kept.keySet(), "-Dgolden=update rewrites the folder");
    expected.forEach(
        (name, text) -> assertEquals(text, kept.get(name), name + ": -Dgolden=update rewrites it"));
    int bytes = kept.values().stream().mapToInt(text -> text.getBytes(UTF_8).length).sum();
    assertTrue(bytes <= MOST_BYTES, () -> "%d bytes of pages".formatted(bytes));
  }

  private static SortedMap<String, String> kept() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(), Files.readString(file).replace("\r\n", "\n"));
      }
    }
    return files;
  }

  @Test
  void theCodeOfOtherNetworksIsWhatItWas() {
    Golden.of("code-pages.txt").matches(pages.digests());
  }

  @Test
  void everyLinkLeadsToAHeadingOfTheFolder() {
    checkLinks(pages.kept());
    pages.kept()
        .forEach(
            (name, text) -> assertTrue(
                text.contains("-kernels.md") || !text.contains("leads to its source"), name));
  }

  @Test
  void everyLinkOfTheSiteLeadsToAHeadingOfIt() {
    checkLinks(Site.of(written, PageFormat.SITE));
  }

  private static void checkLinks(SortedMap<String, String> folder) {
    Map<String, Set<String>> anchors = new HashMap<>();
    folder.forEach(
        (name, text) -> {
          Matcher link = LINK.matcher(name.endsWith(".svg") ? "" : text.replaceAll(LISTING, ""));
          while (link.find()) {
            int group = link.group(1) != null ? 1 : 3;
            String file = link.group(group).isEmpty() ? name : link.group(group);
            String anchor = link.group(group + 1);
            assertTrue(folder.containsKey(file), name + " links to " + file);
            assertTrue(
                anchor == null
                    || anchors.computeIfAbsent(file, f -> anchors(f, folder.get(f)))
                        .contains(anchor),
                () -> "%s has no `%s`, to which %s links".formatted(file, anchor, name));
          }
        });
  }

  private static Set<String> anchors(String file, String text) {
    Pattern heading =
        Pattern.compile(file.endsWith(".md") ? "(?m)^#+ (.*)$" : " id=\"([^\"]*)\"");
    return heading.matcher(text).results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** He et al. 2015, table 6: 0.27 million; exactly this many with option A and 10 classes. */
  @Test
  void resNet20HasTheParametersOfThePaper() {
    String page = written.get("ResNet20.md");
    assertTrue(page.contains("| Trainable parameters | 269,722 |"), page);
    assertTrue(
        page.lines().anyMatch(l -> l.startsWith("| **all** ") && l.contains("| **269,722** |")));
  }

  @Test
  void aPageGivesTheBytesThatTheNetworkItselfGives()
      throws IOException, ReflectiveOperationException {
    for (String name : Site.overviews(written)) {
      Model model = SamplePages.model(name);
      CpuPlan plan = model.programs().of(CpuCode.class, "CPU").planned().get();
      long training = plan.training().floatsPerSample();
      long inference = plan.inference().floatsPerSample();
      for (int batch : new int[] {1, 32, 128}) {
        String row = row(written.get(name), "| %d |".formatted(batch));
        List<String> cells = List.of(row.split(" *\\| *"));
        assertEquals(grouped(model.trainingBytes(Device.cpu(), batch)), bytes(cells.get(2)), row);
        assertEquals(grouped(batch * training * 4), bytes(cells.get(3)), row);
        assertEquals(grouped(model.inferenceBytes(Device.cpu(), batch)), bytes(cells.get(4)), row);
        assertEquals(grouped(batch * inference * 4), bytes(cells.get(5)), row);
      }
      assertTrue(
          written.get(name).contains("| **" + grouped(model.spec().parameterCount()) + "** |"));
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

package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuCode;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.network.Model;
import java.io.IOException;
import java.net.URISyntaxException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The folder {@code generated-docs} holds what the processor wrote while it compiled the samples. {@code mvn
 * test -Dgolden=update} copies it there anew.
 */
final class GeneratedDocsTest {
  private static final Path FOLDER = Path.of("..", "generated-docs");
  private static final Pattern LINK =
      Pattern.compile(
          "]\\(([^)#]*)(?:#([^)]*))?\\)|(?:href|src)=\"([^\"#:]*)(?:#([^\"]*))?\"");

  /** Kernels are full of brackets. */
  private static final String LISTING = "(?s)```.*?```|<pre.*?</pre>";

  private static final SortedMap<String, String> WRITTEN = new TreeMap<>();
  private static final Map<String, Set<String>> ANCHORS = new HashMap<>();

  @BeforeAll
  static void readClassOutput() throws IOException, URISyntaxException {
    WRITTEN.putAll(Site.collect());
  }

  @Test
  void theFolderHoldsWhatTheProcessorWrites() throws IOException {
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      for (String stale : Site.files(FOLDER).keySet()) {
        Files.delete(FOLDER.resolve(stale));
      }
      for (var file : WRITTEN.entrySet()) {
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
    SortedMap<String, String> kept = Site.files(FOLDER);
    assertEquals(WRITTEN.keySet(), kept.keySet(), "-Dgolden=update rewrites the folder");
    WRITTEN.forEach(
        (name, text) -> assertEquals(text, kept.get(name), name + ": -Dgolden=update rewrites it"));
  }

  @Test
  void everyLinkLeadsToAHeadingOfTheFolder() {
    WRITTEN.forEach(
        (name, text) -> {
          Matcher link = LINK.matcher(name.endsWith(".svg") ? "" : text.replaceAll(LISTING, ""));
          while (link.find()) {
            int group = link.group(1) != null ? 1 : 3;
            String file = link.group(group).isEmpty() ? name : link.group(group);
            String anchor = link.group(group + 1);
            assertTrue(WRITTEN.containsKey(file), name + " links to " + file);
            assertTrue(
                anchor == null || anchors(file).contains(anchor),
                () -> "%s has no `%s`, to which %s links".formatted(file, anchor, name));
          }
        });
  }

  private static Set<String> anchors(String file) {
    return ANCHORS.computeIfAbsent(
        file,
        _ -> {
          Pattern heading =
              file.endsWith(".md")
                  ? Pattern.compile("(?m)^#+ (.*)$")
                  : Pattern.compile(" id=\"([^\"]*)\"");
          return heading.matcher(WRITTEN.get(file)).results()
              .map(found -> found.group(1).toLowerCase(Locale.ROOT))
              .collect(Collectors.toSet());
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
  void aPageGivesTheBytesThatTheNetworkItselfGives()
      throws IOException, URISyntaxException, ReflectiveOperationException {
    for (String name : WRITTEN.keySet()) {
      if (Site.isOverview(name)) {
        Model model = (Model) Site.network(name).getField("MODEL").get(null);
        CpuPlan plan = model.programs().of(CpuCode.class, "CPU").planned().get();
        long training = plan.training().floatsPerSample();
        long inference = plan.inference().floatsPerSample();
        for (int batch : new int[] {1, 32, 128}) {
          String row = row(WRITTEN.get(name), "| %d |".formatted(batch));
          List<String> cells = List.of(row.split(" *\\| *"));
          assertEquals(grouped(model.trainingBytes(Device.cpu(), batch)), bytes(cells.get(2)), row);
          assertEquals(grouped(batch * training * 4), bytes(cells.get(3)), row);
          assertEquals(grouped(model.inferenceBytes(Device.cpu(), batch)), bytes(cells.get(4)),
              row);
          assertEquals(grouped(batch * inference * 4), bytes(cells.get(5)), row);
        }
        assertTrue(
            WRITTEN.get(name).contains("| **" + grouped(model.spec().parameterCount()) + "** |"));
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

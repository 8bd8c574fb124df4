package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.samples.docs.Markdown.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for users show is Java that compiles, and where they lead to is there. */
final class SnippetTest {
  private static final List<Markdown> PAGES =
      Stream.of("README.md", "dsl/README.md", "runtime/README.md", "processor/README.md")
          .map(Markdown::of)
          .toList();
  private static final Path ADDED =
      Markdown.ROOT.resolve("processor/src/test/java/dev/throughline/processor/added");

  private static final String NETWORK =
      """
          import static dev.throughline.dsl.Block.OF_BLOCK;
          import static dev.throughline.dsl.Nonlinearity.*;
          import static dev.throughline.dsl.Norm.*;
          import static dev.throughline.dsl.Shortcut.*;
          import dev.throughline.dsl.*;
          """;

  /** What the text around a few statements speaks of. */
  private static final String STATEMENTS =
      """
          package demo;
          import dev.throughline.runtime.data.*;
          import dev.throughline.runtime.device.*;
          import dev.throughline.runtime.listener.*;
          import dev.throughline.runtime.network.*;
          import dev.throughline.runtime.optimizer.*;
          import dev.throughline.runtime.serving.*;
          import dev.throughline.runtime.spec.*;
          import dev.throughline.runtime.tensor.*;
          import dev.throughline.runtime.training.*;
          import dev.throughline.samples.imagenet.*;
          import dev.throughline.samples.transformer.*;
          import java.nio.file.Path;
          import java.util.*;
          abstract class Snippet%d {
            StripesNetwork network;
            ResNet50Network resnet50;
            TransformerNetwork translator;
            List<byte[]> pictures;
            Dataset training, test;
            FeedSource held;
            Normalization normalization;
            float[] images;
            int[] labels, french, begun, english;
            void run() throws Exception {
          %s
            }
          }
          """;

  @Test
  void everyListingOfJavaCompiles() {
    Compilation all =
        new Compilation()
            .processors(new NetworkProcessor())
            .options("--add-modules", "jdk.incubator.vector", "-XDshould-stop.ifError=FLOW");
    List<String> left = new ArrayList<>();
    int count = 0;
    for (Markdown page : PAGES) {
      for (Listing listing : page.listings("java")) {
        String text = listing.text();
        count++;
        if (text.startsWith("package demo;")) {
          if (!text.contains("void main(")) {
            all.source("demo/Stripes.java", text);
          }
        } else if (text.contains("@Network")) {
          String folder = "listing" + count;
          all.source(
              folder + "/Networks.java",
              "package " + folder + ";\n" + NETWORK
                  + text.replace("public interface", "interface"));
        } else if (text.contains("…") || text.contains("LayerKind") || text.startsWith("module ")) {
          left.add(text); // an excerpt; what another test compiles
        } else {
          all.source("demo/Snippet%d.java".formatted(count), STATEMENTS.formatted(count, text));
        }
      }
    }
    assertEquals(3, left.size(), left::toString);
    Compilation.Result result = all.run();
    assertTrue(result.success(), result::toString);
  }

  @Test
  void theLayerShownIsTheOneThatIsTested() throws IOException {
    String shown =
        PAGES.getLast().listings("java").stream()
            .map(Listing::text)
            .filter(text -> text.contains("LayerKind"))
            .collect(Collectors.joining());
    StringBuilder tested = new StringBuilder();
    for (String file : List.of("LayerScale.java", "LayerScaleKind.java")) {
      tested.append(Files.readString(ADDED.resolve(file)));
    }
    for (String line : shown.lines().map(String::strip).filter(l -> !l.startsWith("/**"))
        .toList()) {
      assertTrue(tested.indexOf(line) >= 0, line);
    }
  }

  @Test
  void everyLinkLeadsSomewhere() {
    Pattern link = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
    for (Markdown page : PAGES) {
      Matcher links = link.matcher(page.prose());
      while (links.find()) {
        Path target = page.file().resolveSibling(links.group(1)).normalize();
        Path file = links.group(1).isEmpty() ? page.file() : target;
        assertTrue(Files.exists(file), page.file() + " leads to " + file);
        if (links.group(2) != null) {
          String text = Markdown.of(Markdown.ROOT.relativize(file).toString()).text();
          assertTrue(headings(text).contains(links.group(2)), links.group());
        }
      }
    }
  }

  private static List<String> headings(String text) {
    return Pattern.compile("(?m)^#+ (.*)$").matcher(text).results()
        .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}

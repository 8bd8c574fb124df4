package dev.throughline.processor.emit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.emit.docs.diagram.Diagram;
import dev.throughline.processor.emit.docs.page.MarkdownPrinter;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Golden;
import dev.throughline.processor.testing.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages as the processor leaves them among the class output. */
class DocsEmitterTest {
  private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");

  @Test
  void aPageAndItsPicture() {
    Compilation.Result out = compile("Small");
    Golden.of("docs/Small.md").matches(out.read("Small.md"));
    Golden.of("docs/Small.html").matches(out.read("Small.html"));
    Golden.of("docs/Small-gradient.md").matches(out.read("Small-gradient.md"));
    Golden.of("docs/Small-paths.svg").matches(out.read("Small-paths.svg"));
    Golden.of("docs/Small.svg").matches(out.read("Small.svg"));
    Golden.of("docs/Small-kernels.md").matches(out.read("Small-kernels.md"));
  }

  @Test
  void aTrainingStepAsCode() {
    Compilation compilation =
        new Compilation()
            .resource("networks/ThreeLayers.java")
            .options("--add-modules", "jdk.incubator.vector");
    String page = run(compilation).read("ThreeLayers-step.md");
    Golden.of("docs/ThreeLayers-step.md").matches(page);
    String plain = compile("ThreeLayers").read("ThreeLayers-step.md");
    assertEquals(page.substring(0, page.indexOf("\n## A kernel, plain and with vectors")), plain);
  }

  @Test
  void nothingIsWrittenUnlessAskedFor() throws IOException {
    assertEquals(Set.of(), endings());
    assertEquals(Set.of(), endings("-Athroughline.docs=none"));
    assertEquals(Set.of("md", "svg"), endings("-Athroughline.docs=markdown"));
    assertEquals(Set.of("html", "svg"), endings("-Athroughline.docs=site"));
    assertEquals(Set.of("html", "md", "svg"), endings("-Athroughline.docs=site, markdown"));
  }

  /** Of the files that come out. */
  private static Set<String> endings(String... options) throws IOException {
    Compilation.Result out =
        new Compilation()
            .resource("networks/Small.java")
            .processors(new NetworkProcessor())
            .options("-proc:only", "--add-modules", "jdk.incubator.vector")
            .options(options)
            .run();
    assertEquals(List.of(), out.ours().stream().map(Compilation.Result::text).toList());
    try (Stream<Path> files = Files.walk(out.classes())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.toString().replaceFirst(".*\\.", ""))
          .filter(ending -> !ending.equals("java"))
          .collect(Collectors.toSet());
    }
  }

  /** As a machine in Egypt would print numbers. */
  @Test
  void everyLocaleGivesTheSameBytes() {
    Compilation.Result plain = compile("Small");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      Compilation.Result egyptian = compile("Small");
      for (String file : List.of("Small.md", "Small.html", "Small-gradient.md", "Small-paths.svg",
          "Small-kernels.md", "Small-step.md", "Small.svg")) {
        assertEquals(plain.read(file), egyptian.read(file), file);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    Compilation.Result once = compile("Medley");
    Compilation.Result again = compile("Medley");
    for (String file : List.of("Medley.md", "Medley.html", "Medley-gradient.md",
        "Medley-kernels.html", "Medley-step.html", "Medley.svg")) {
      assertEquals(once.read(file), again.read(file));
    }
  }

  @Test
  void pagesAreUnicodeWhateverTheSourcesAre() {
    Compilation.Result out =
        run(new Compilation().resource("networks/Small.java").options("-encoding", "US-ASCII"));
    assertEquals(compile("Small").read("Small.md"), out.read("Small.md"));
  }

  @Test
  void aDeepNetworkHasNoLongerPageThanAShallowOne() {
    Networks shallow = Networks.fixture("ResNet20");
    Networks deep = Networks.fixture("ResNet110");
    assertEquals(boxes(shallow), boxes(deep));
    assertEquals(members(shallow).lines().count(), members(deep).lines().count());
    assertTrue(members(deep).contains("| `stage2.1–17.conv1` |"), members(deep));
    assertTrue(members(deep).contains("| **1,727,962** |"), members(deep));
  }

  private static Outline outline(Networks of) {
    return Outline.of(of.network(), of.training());
  }

  private static long boxes(Networks of) {
    String picture = Diagram.draw(Sketcher.of("Net", outline(of)));
    return picture.lines().filter(line -> line.contains("class=\"box")).count();
  }

  private static String members(Networks of) {
    Page page = new Page("Net", "Net", List.of(), List.of(LayerTable.of(outline(of))));
    return MarkdownPrinter.print(page);
  }

  @Test
  void everyRowHasAsManyCellsAsItsTable() {
    for (String name : List.of("Small", "Medley", "FashionNet")) {
      int cells = 0;
      for (String line : compile(name).read(name + ".md").lines().toList()) {
        int here = line.startsWith("|") ? (int) CELL.matcher(line).results().count() : 0;
        assertTrue(cells == 0 || here == 0 || here == cells, line);
        cells = here;
      }
    }
  }

  @Test
  void whatTheInterfaceSaysAboutItselfComesFirst() {
    String source =
        """
            import dev.throughline.dsl.*;

            /**
             * Reads {@code x} as {@link java.util.List lists} do, <b>once</b>
             * a line.
             *
             * <p>Not this.
             */
            @Network(input = @Input(channels = 1, height = 2, width = 2))
            interface Net {
              @Flatten Layer vector();
              @Linear(units = 3) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
            }
            """;
    String page = run(new Compilation().source("Net.java", source)).read("Net.md");
    assertTrue(page.startsWith(
        "# Net\n\n[Gradient](Net-gradient.md) · [Training step](Net-step.md) · [Kernels](Net-kernels.md)\n\nReads `x` as `lists` do, once a line.\n\n15 parameters"),
        page);
  }

  private static Compilation.Result compile(String name) {
    return run(new Compilation().resource("networks/%s.java".formatted(name)));
  }

  private static Compilation.Result run(Compilation compilation) {
    Compilation.Result out =
        compilation
            .processors(new NetworkProcessor())
            .options("-proc:only", "-Athroughline.docs=markdown,site")
            .run();
    assertTrue(out.success(), out::toString);
    return out;
  }
}

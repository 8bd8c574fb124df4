package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.throughline.processor.emit.docs.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The site as a browser lays it out: the index, and the pages of the networks with the largest diagrams. */
final class SiteInBrowserTest {
  private static final int TELEPHONE = 360;
  private static final int DESK = 1280;
  private static final int NETWORKS = 3;

  /** How far the page reaches beyond its window, in pixels. */
  private static final String OVERFLOW =
      "String(document.documentElement.scrollWidth - document.documentElement.clientWidth)";

  private static final String GROUND = "getComputedStyle(document.body).backgroundColor";

  /** Each text of a picture that reaches out of the smallest box around its beginning, or out of all. */
  private static final String STRAY_WORDS =
      """
          [...document.querySelectorAll('text')].filter(text => {
            const words = text.getBBox();
            const y = words.y + words.height / 2;
            const x = {start: words.x + 1, middle: words.x + words.width / 2, end: words.x + words.width - 1}
                [getComputedStyle(text).textAnchor];
            const boxes = [...document.querySelectorAll('rect')].map(r => r.getBBox())
                .filter(b => b.x <= x && x <= b.x + b.width && b.y <= y && y <= b.y + b.height)
                .sort((a, b) => a.width * a.height - b.width * b.height);
            return boxes.length == 0 || words.x < boxes[0].x
                || words.x + words.width > boxes[0].x + boxes[0].width;
          }).map(text => text.textContent).join('; ')""";

  /** Where {@code mvn -Psite} writes it too. */
  private static final Path FOLDER = Path.of("target", "site").toAbsolutePath();

  private static Optional<Browser> browser = Optional.empty();

  @BeforeAll
  static void writeTheSiteAndStart() throws IOException, InterruptedException {
    Optional<Path> program = Browser.installed();
    assumeTrue(
        program.isPresent(), "no Chromium on the path: the site is not looked at in a browser");
    Site.main(SamplePages.classes().toString(), FOLDER.toString());
    browser = Optional.of(Browser.start(program.get()));
  }

  @AfterAll
  static void close() {
    browser.ifPresent(Browser::close);
  }

  /** The networks of which there is most to see. */
  private static Stream<String> networks() throws IOException {
    SortedMap<String, String> files = SamplePages.written();
    return Site.overviews(files).stream()
        .map(name -> name.replace(".md", ""))
        .sorted(Comparator.comparing(name -> -files.get(name + ".svg").length()))
        .limit(NETWORKS);
  }

  @Test
  void theIndexFitsItsWindow() {
    look("index.html");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void thePagesOfANetworkFitTheirWindow(String network) {
    for (String page : List.of(".html", "-gradient.html", "-step.html", "-kernels.html")) {
      look(network + page);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void wordsStayInTheirBoxes(String network) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> pictures =
          files
              .filter(f -> f.getFileName().toString().matches(network + "(-\\w+)?\\.svg"))
              .sorted()
              .toList();
      assertTrue(pictures.size() > 1, pictures::toString);
      for (Path picture : pictures) {
        tab().show(picture, DESK, false);
        assertNotEquals("0", tab().evaluate("String(document.querySelectorAll('text').length)"));
        assertEquals("", tab().evaluate(STRAY_WORDS), picture.getFileName()::toString);
      }
    }
  }

  /** On a telephone by day, and on a desk by night. */
  private static void look(String page) {
    String day = ground(page, TELEPHONE, false);
    String night = ground(page, DESK, true);
    assertNotEquals(day, night, page + " is as bright by night as by day");
  }

  /** The colour of the page, which is checked. */
  private static String ground(String page, int width, boolean dark) {
    tab().show(FOLDER.resolve(page), width, dark);
    assertEquals("0", tab().evaluate(OVERFLOW), "%s at %d pixels".formatted(page, width));
    assertEquals(List.of(), tab().complaints(), page);
    return tab().evaluate(GROUND);
  }

  private static Browser tab() {
    return browser.orElseThrow();
  }
}

package dev.throughline.samples.docs;

import dev.throughline.samples.ResNet20;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages that the processor wrote beside the classes of the samples, by file name, and two indexes that
 * lead to them. The processor looks at one network at a time, so the indexes are made here.
 */
final class Site {
  static final String MARKDOWN_INDEX = "README.md";
  static final String HTML_INDEX = "index.html";

  /** The file of a network's own page, and of none of its others. */
  private static final Pattern OVERVIEW = Pattern.compile("[^-]+\\.md");

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern BODY = Pattern.compile("(?s)<nav>.*</main>");
  /** {@code ResNet20} before {@code ResNet110}. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing(
          name -> NUMBER.matcher(name).replaceAll(n -> "%9s".formatted(n.group())));

  private static final String TITLE = "Sample networks";
  private static final String INTRODUCTION =
      "A page for each network of the samples, written by the compiler: its diagram, its members and what"
          + " they cost, its memory, how its gradient flows, and the kernels that it runs. The gradient's way"
          + " is the number of weighted layers on the shortest and the longest path from the loss to the"
          + " farthest layer.";

  private static final String REACH = "Weighted layers between the loss and the farthest layer";

  private final SortedMap<String, String> files = new TreeMap<>();

  private Site() {}

  /** Reads the class output of the samples. */
  static SortedMap<String, String> collect() throws IOException, URISyntaxException {
    Site site = new Site();
    try (Stream<Path> all = Files.walk(classes())) {
      for (Path file : all.filter(f -> f.toString().matches(".*\\.(md|html|svg)")).toList()) {
        site.add(file.getFileName().toString(), read(file));
      }
    }
    site.index();
    return site.files;
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(ResNet20.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The class of the network whose Markdown page is {@code overview}. */
  static Class<?> network(String overview)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path classes = classes();
    try (Stream<Path> all = Files.walk(classes)) {
      Path page = all.filter(f -> f.endsWith(overview)).findFirst().orElseThrow();
      String folder = classes.relativize(page.getParent()).toString();
      String name = overview.replace(".md", "Network");
      return Class.forName(folder.replace(File.separatorChar, '.') + "." + name);
    }
  }

  /** The files of {@code folder} by name. */
  static SortedMap<String, String> files(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), read(file));
      }
    }
    return files;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }

  /** Whether {@code name} is the Markdown page of a network. */
  static boolean isOverview(String name) {
    return OVERVIEW.matcher(name).matches() && !name.equals(MARKDOWN_INDEX);
  }

  /** With a way back to the index. */
  private void add(String name, String text) {
    String page = text;
    if (name.endsWith(".md")) {
      page = text.replaceFirst("\n\n\\[", "\n\n[All networks](%s) · [".formatted(MARKDOWN_INDEX));
    } else if (name.endsWith(".html")) {
      page = text.replaceFirst("<nav>", "<nav><a href=\"%s\">All networks</a> · "
          .formatted(HTML_INDEX));
    }
    if (files.put(name, page) != null) {
      throw new IllegalStateException("two networks have a page " + name);
    }
  }

  private void index() {
    StringBuilder markdown =
        new StringBuilder(
            """
                # %s

                %s A test compares; `mvn test -Dgolden=update` rewrites.

                | Network | What it is | Parameters | FLOP a sample | Gradient's way | Input |
                | --- | --- | ---: | ---: | ---: | --- |
                """
                .formatted(TITLE, INTRODUCTION));
    StringBuilder html = new StringBuilder();
    files.keySet().stream().filter(Site::isOverview).sorted(BY_NAME).forEach(
        file -> {
          String page = files.get(file);
          String name = file.substring(0, file.length() - ".md".length());
          markdown.append(
              "| [%s](%s.md) | %s | %s | %s | %s | %s |\n"
                  .formatted(
                      name,
                      name,
                      lead(page).replace("|", "\\|"),
                      value(page, "Trainable parameters"),
                      value(page, "FLOP a sample, forward"),
                      value(page, REACH),
                      value(page, "Input")));
          html.append(
              """
                  <tr><td><a href="%s.html">%s</a><td>%s<td class="n">%s<td class="n">%s<td class="n">%s<td>%s</tr>
                  """
                  .formatted(
                      name,
                      name,
                      code(lead(page)),
                      value(page, "Trainable parameters"),
                      value(page, "FLOP a sample, forward"),
                      value(page, REACH),
                      code(value(page, "Input"))));
        });
    String anyPage = files.get("ResNet20.html");
    files.put(MARKDOWN_INDEX, markdown.toString());
    files.put(HTML_INDEX, page(anyPage, html.toString()));
  }

  /** The same head, and another body. */
  private static String page(String like, String rows) {
    String body =
        """
            <main>
            <h1>%s</h1>
            <p>%s</p>
            <div class="wide" tabindex="0"><table>
            <thead><tr><th>Network<th>What it is<th class="n">Parameters<th class="n">FLOP a sample<th class="n">Gradient's way<th>Input</tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            </main>"""
            .formatted(TITLE, INTRODUCTION, rows);
    String titled = like.replaceFirst("<title>.*</title>", "<title>" + TITLE + "</title>");
    return BODY.matcher(titled).replaceFirst(Matcher.quoteReplacement(body));
  }

  /** What the interface says about itself: what stands before the numbers; empty if nothing. */
  private static String lead(String page) {
    String[] blocks = page.split("\n\n");
    return blocks[2].contains(" parameters, ") ? "" : blocks[2];
  }

  private static String value(String page, String quantity) {
    String row = "| " + quantity + " | ";
    int at = page.indexOf(row) + row.length();
    if (at < row.length()) {
      return "";
    }
    return page.substring(at, page.indexOf(" |", at));
  }

  private static String code(String words) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return escaped.replaceAll("`([^`]*)`", "<code>$1</code>");
  }
}

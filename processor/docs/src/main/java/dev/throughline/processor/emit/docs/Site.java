package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.HtmlPrinter;
import dev.throughline.processor.emit.docs.page.MarkdownPrinter;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.pages.PageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages of many networks in one folder, with an index that leads to them. The compiler looks at one network at a
 * time, so this is made afterwards, from what it wrote as Markdown and as a site.
 */
public final class Site {
  /** The page of a network as a whole, as Markdown. */
  private static final Pattern OVERVIEW = Pattern.compile("[^-]+\\.md");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** {@code ResNet20} before {@code ResNet110}. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing(
          name -> NUMBER.matcher(name).replaceAll(n -> "%9s".formatted(n.group())));

  private static final String REACH = "Weighted layers between the loss and the farthest layer";

  private Site() {}

  /**
   * Writes a site.
   *
   * @param args the folder of classes beside which the compiler wrote pages, and the folder of the site
   */
  public static void main(String... args) throws IOException {
    Path folder = Path.of(args[1]);
    SortedMap<String, String> written = written(Path.of(args[0]));
    if (overviews(written).isEmpty()) {
      throw new IllegalArgumentException(
          "%s holds no pages: compile with -Athroughline.docs=markdown,site".formatted(args[0]));
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : of(written, PageFormat.SITE).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    System.out.println(folder.resolve("index.html").toAbsolutePath().normalize());
  }

  /** The pages and pictures in {@code classes} and below, by name. */
  public static SortedMap<String, String> written(Path classes) throws IOException {
    SortedMap<String, String> written = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(f -> f.toString().matches(".*\\.(md|html|svg)")).toList()) {
        String name = file.getFileName().toString();
        if (written.put(name, Files.readString(file)) != null) {
          throw new IllegalStateException("two networks have a page " + name);
        }
      }
    }
    return written;
  }

  /** The names of the pages of networks as a whole, as Markdown, in the order of an index. */
  public static List<String> overviews(SortedMap<String, String> written) {
    return written.keySet().stream()
        .filter(name -> OVERVIEW.matcher(name).matches())
        .sorted(BY_NAME)
        .toList();
  }

  /** All files of one format, each with a way back to the index. */
  public static SortedMap<String, String> of(
      SortedMap<String, String> written, PageFormat format) {
    Page index = index(written);
    SortedMap<String, String> files = new TreeMap<>();
    written.forEach(
        (name, text) -> {
          boolean page = name.endsWith(ending(format));
          if (page || name.endsWith(".svg")) {
            files.put(name, page ? withWayBack(text, format) : text);
          }
        });
    switch (format) {
      case MARKDOWN -> files.put("README.md", MarkdownPrinter.print(index));
      case SITE -> files.put("index.html", HtmlPrinter.print(index));
    }
    return files;
  }

  private static String ending(PageFormat format) {
    return switch (format) {
      case MARKDOWN -> ".md";
      case SITE -> ".html";
    };
  }

  private static String withWayBack(String text, PageFormat format) {
    return switch (format) {
      case MARKDOWN -> text.replaceFirst("\n\n\\[", "\n\n[All networks](README.md) · [");
      case SITE ->
          text.replaceFirst("<nav>", "<nav><a href=\"index.html\">All networks</a> · ");
    };
  }

  private static Page index(SortedMap<String, String> written) {
    TableBuilder table =
        new TableBuilder(
            "Network", "What it is", ">Parameters", ">FLOP a sample", ">Gradient's way", "Input");
    for (String file : overviews(written)) {
      String page = written.getOrDefault(file, "");
      String name = file.substring(0, file.length() - ending(PageFormat.MARKDOWN).length());
      table.row(
          Prose.link(Prose.text(name), name, ""),
          Prose.of(lead(page)),
          Prose.text(value(page, "Trainable parameters")),
          Prose.text(value(page, "FLOP a sample, forward")),
          Prose.text(value(page, REACH)),
          Prose.of(value(page, "Input")));
    }
    return new Page(
        "index",
        "Networks",
        List.of(),
        List.of(
            new Page.Paragraph(
                Prose.text(
                    """
                        A page for each network, written by the compiler: its diagram, its members and what they \
                        cost, its memory, how its gradient flows, its training step as code, and the kernels that it \
                        runs. The gradient's way \
                        is the number of weighted layers on the shortest and the longest path from the loss to the \
                        farthest layer.""")),
            table.build()));
  }

  /** What the interface says about itself: what stands before the numbers; empty if nothing. */
  private static String lead(String page) {
    String[] blocks = page.split("\n\n", 4);
    return blocks[2].contains(" parameters, ") ? "" : blocks[2];
  }

  /** What the table of numbers says of {@code quantity}; empty if nothing. */
  private static String value(String page, String quantity) {
    String row = "| " + quantity + " | ";
    int at = page.indexOf(row);
    return at < 0
        ? ""
        : page.substring(at + row.length(), page.indexOf(" |", at + row.length()));
  }
}

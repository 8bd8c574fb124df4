package dev.throughline.processor.emit.docs.page;

import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Column;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Listing;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Picture;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Page.Twins;
import dev.throughline.processor.emit.docs.page.Prose.Bold;
import dev.throughline.processor.emit.docs.page.Prose.Break;
import dev.throughline.processor.emit.docs.page.Prose.Code;
import dev.throughline.processor.emit.docs.page.Prose.Link;
import dev.throughline.processor.emit.docs.page.Prose.Span;
import dev.throughline.processor.emit.docs.page.Prose.Stressed;
import dev.throughline.processor.emit.docs.page.Prose.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints a page as code hosts render it. */
public final class MarkdownPrinter {
  private MarkdownPrinter() {}

  /** The text of the file {@code <name>.md}. */
  public static String print(Page page) {
    List<String> blocks = new ArrayList<>();
    blocks.add("# " + page.title());
    if (!page.links().isEmpty()) {
      blocks
          .add(page.links().stream().map(MarkdownPrinter::span).collect(Collectors.joining(" · ")));
    }
    page.blocks().forEach(block -> blocks.add(block(block)));
    return String.join("\n\n", blocks) + "\n";
  }

  private static String block(Block block) {
    return switch (block) {
      case Heading(int level, String words) -> "#".repeat(level) + " " + words;
      case Paragraph(Prose words) -> prose(words);
      case Picture(String file, String alternative) -> "![%s](%s)".formatted(alternative, file);
      case Listing listing -> listing(listing);
      case Twins(Prose title, Listing listing, Prose otherTitle, Listing other) ->
          String.join(
              "\n\n", prose(title), listing(listing), prose(otherTitle), listing(other));
      case Table table -> table(table);
    };
  }

  private static String listing(Listing listing) {
    return "```%s\n%s\n```".formatted(listing.language(), listing.text().stripTrailing());
  }

  private static String table(Table table) {
    List<String> lines = new ArrayList<>();
    lines.add(row(table.columns().stream().map(Column::title).toList()));
    lines.add(
        table.columns().stream().map(c -> c.numbers() ? " ---: |" : " --- |")
            .collect(Collectors.joining("", "|", "")));
    table.rows().forEach(row -> lines.add(row(row.stream().map(MarkdownPrinter::prose).toList())));
    return String.join("\n", lines);
  }

  private static String row(List<String> cells) {
    return cells.stream()
        // Even in code, a bar would end the cell.
        .map(cell -> cell.isEmpty() ? " |" : " " + cell.replace("|", "\\|") + " |")
        .collect(Collectors.joining("", "|", ""));
  }

  private static String prose(Prose prose) {
    return prose.spans().stream().map(MarkdownPrinter::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    return switch (span) {
      case Text(String words) -> words;
      case Code(String words) -> "`" + words + "`";
      case Bold(Prose words) -> "**" + prose(words) + "**";
      case Stressed(String words) -> "*" + words + "*";
      case Break _ -> "<br>";
      case Link(Prose words, String page, String anchor) ->
          "[%s](%s%s)"
              .formatted(
                  prose(words),
                  page.isEmpty() ? "" : page + ".md",
                  anchor.isEmpty() ? "" : "#" + anchor);
    };
  }
}

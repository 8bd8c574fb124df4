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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints a page as HTML that needs nothing else but its pictures: no script, no font, no style sheet from
 * elsewhere. What may be wider than a telephone scrolls in a box of its own.
 */
public final class HtmlPrinter {
  private HtmlPrinter() {}

  /** The text of the file {@code <name>.html}. */
  public static String print(Page page) {
    String links =
        page.links().stream().map(HtmlPrinter::span).collect(Collectors.joining(" · "));
    String blocks =
        page.blocks().stream().map(HtmlPrinter::block).collect(Collectors.joining("\n"));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <nav>%s</nav>
        <main>
        <h1>%s</h1>
        %s
        </main>
        </body>
        </html>
        """
        .formatted(escape(page.title()), PageStyle.SHEET, links, escape(page.title()), blocks);
  }

  private static String block(Block block) {
    return switch (block) {
      case Heading(int level, String words) ->
          String.format(Locale.ROOT, "<h%1$d id=\"%2$s\">%3$s</h%1$d>", level, Page.anchor(words),
              escape(words));
      case Paragraph(Prose words) -> "<p>%s</p>".formatted(prose(words));
      // Scrolls, and the keyboard can scroll it too.
      case Picture(String file, String alternative) ->
          "<div class=\"wide picture\" tabindex=\"0\"><img src=\"%s\" alt=\"%s\"></div>"
              .formatted(file, escape(alternative));
      case Listing listing -> listing(listing);
      case Twins(Prose title, Listing listing, Prose otherTitle, Listing other) ->
          "<div class=\"twins\"><div><p>%s</p>\n%s</div>\n<div><p>%s</p>\n%s</div></div>"
              .formatted(prose(title), listing(listing), prose(otherTitle), listing(other));
      case Table table -> table(table);
    };
  }

  private static String listing(Listing listing) {
    return listing.text().stripTrailing().lines()
        .map(line -> line(line, listing.marked().contains(line.strip())))
        .collect(
            Collectors.joining(
                "\n", "<pre class=\"wide\" tabindex=\"0\"><code>", "</code></pre>"));
  }

  private static String line(String line, boolean marked) {
    return marked ? "<mark>" + escape(line) + "</mark>" : escape(line);
  }

  private static String table(Table table) {
    StringBuilder text =
        new StringBuilder("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
    for (Column column : table.columns()) {
      text.append(column.numbers() ? "<th class=\"n\">" : "<th>").append(escape(column.title()));
    }
    text.append("</tr></thead>\n<tbody>\n");
    for (List<Prose> row : table.rows()) {
      text.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        text.append(table.columns().get(i).numbers() ? "<td class=\"n\">" : "<td>");
        text.append(prose(row.get(i)));
      }
      text.append("</tr>\n");
    }
    return text.append("</tbody>\n</table></div>").toString();
  }

  private static String prose(Prose prose) {
    return prose.spans().stream().map(HtmlPrinter::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    return switch (span) {
      case Text(String words) -> escape(words);
      case Code(String words) -> "<code>" + escape(words) + "</code>";
      case Bold(Prose words) -> "<b>" + prose(words) + "</b>";
      case Stressed(String words) -> "<em>" + escape(words) + "</em>";
      case Break _ -> "<br>";
      case Link(Prose words, String page, String anchor) ->
          "<a href=\"%s%s\">%s</a>"
              .formatted(
                  page.isEmpty() ? "" : page + ".html",
                  anchor.isEmpty() ? "" : "#" + anchor,
                  prose(words));
    };
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

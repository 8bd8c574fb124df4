package dev.throughline.processor.emit.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table as code hosts render it. */
final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  /**
   * Starts a table.
   *
   * @param titles of its columns; those that begin with {@code >} hold numbers, aligned at the right
   */
  MarkdownTable(String... titles) {
    columns = titles.length;
    row(Arrays.stream(titles).map(t -> t.startsWith(">") ? t.substring(1) : t)
        .toArray(String[]::new));
    StringBuilder rule = new StringBuilder("|");
    for (String title : titles) {
      rule.append(title.startsWith(">") ? " ---: |" : " --- |");
    }
    lines.add(rule.toString());
  }

  MarkdownTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "%d cells in a table of %d columns".formatted(cells.length, columns));
    }
    StringBuilder line = new StringBuilder("|");
    for (String cell : cells) {
      // Even in code, a bar would end the cell.
      line.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
    }
    lines.add(line.toString());
    return this;
  }

  static String code(String text) {
    return "`" + text + "`";
  }

  static String bold(String text) {
    return text.isEmpty() ? "" : "**" + text + "**";
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}

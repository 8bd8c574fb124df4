package dev.throughline.processor.emit.docs.page;

import dev.throughline.processor.emit.docs.page.Page.Column;
import dev.throughline.processor.emit.docs.page.Page.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table, row by row. */
public final class TableBuilder {
  private final List<Column> columns;
  private final List<List<Prose>> rows = new ArrayList<>();

  /**
   * Starts a table.
   *
   * @param titles of its columns; those that begin with {@code >} hold numbers
   */
  public TableBuilder(String... titles) {
    columns =
        Arrays.stream(titles)
            .map(t -> t.startsWith(">") ? new Column(t.substring(1), true) : new Column(t, false))
            .toList();
  }

  public TableBuilder row(Prose... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d cells in a table of %d columns", cells.length,
              columns.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** A row of prose as {@link Prose#of} reads it. */
  public TableBuilder row(String... cells) {
    return row(Arrays.stream(cells).map(Prose::of).toArray(Prose[]::new));
  }

  public TableBuilder rowIf(boolean holds, String... cells) {
    return holds ? row(cells) : this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public Table build() {
    return new Table(columns, rows);
  }
}

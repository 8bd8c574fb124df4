package dev.throughline.processor.emit.docs.page;

import java.util.List;
import java.util.Locale;

/**
 * What stands on a page, from top to bottom.
 *
 * @param name of its file, without what follows the dot
 * @param links to its neighbours, above the title
 */
public record Page(String name, String title, List<Prose.Link> links, List<Block> blocks) {
  public Page {
    links = List.copyOf(links);
    blocks = List.copyOf(blocks);
  }

  /** What a page is made of. */
  public sealed interface Block {}

  /** A heading; links lead to its {@link #anchor}. */
  public record Heading(int level, String words) implements Block {}

  public record Paragraph(Prose words) implements Block {}

  /**
   * A picture from a file beside the page.
   *
   * @param alternative what it shows, for readers who cannot see it
   */
  public record Picture(String file, String alternative) implements Block {}

  /** Lines to be read as they are; {@code language} is what a code host calls theirs. */
  public record Listing(String language, String text) implements Block {}

  /** Rows of as many cells as there are columns. */
  public record Table(List<Column> columns, List<List<Prose>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** A column of a table; numbers are aligned at the right. */
  public record Column(String title, boolean numbers) {}

  /** Where a link to the heading {@code words} leads: what code hosts make of it. */
  public static String anchor(String words) {
    return words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
  }
}

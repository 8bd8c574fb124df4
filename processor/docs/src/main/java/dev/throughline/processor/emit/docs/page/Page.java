package dev.throughline.processor.emit.docs.page;

import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  /**
   * Lines to be read as they are.
   *
   * @param language what a code host calls theirs
   * @param marked lines, without the space around them, that stand out where lines can
   */
  public record Listing(String language, String text, Set<String> marked) implements Block {
    public Listing {
      marked = Set.copyOf(marked);
    }

    public Listing(String language, String text) {
      this(language, text, Set.of());
    }
  }

  /** Two listings to be compared, each under its title: beside each other, or one after the other. */
  public record Twins(Prose title, Listing listing, Prose otherTitle, Listing other)
      implements Block {}

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

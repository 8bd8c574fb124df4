package dev.throughline.processor.pages;

import java.util.Locale;

/** What pages can be written as. */
public enum PageFormat {
  /** As code hosts render it. */
  MARKDOWN,
  /** HTML that a browser shows from a folder. */
  SITE;

  /** As the option says it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

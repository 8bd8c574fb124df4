package dev.throughline.processor.emit.docs.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words, some of them set apart. */
public record Prose(List<Span> spans) {
  public static final Prose NONE = new Prose(List.of());

  private static final Pattern MARK =
      Pattern.compile("`(?<code>[^`]+)`|\\*\\*(?<bold>[^*]+)\\*\\*|\\*(?<stressed>[^*]+)\\*");

  public Prose {
    spans = List.copyOf(spans);
  }

  /** Words of one kind. */
  public sealed interface Span {}

  public record Text(String words) implements Span {}

  /** Names and formulas. */
  public record Code(String words) implements Span {}

  public record Bold(Prose words) implements Span {}

  public record Stressed(String words) implements Span {}

  /**
   * Words that lead elsewhere.
   *
   * @param page the name of a page; empty for this one
   * @param anchor of a heading; empty for the page as a whole
   */
  public record Link(Prose words, String page, String anchor) implements Span {}

  /** The next line. */
  public record Break() implements Span {}

  /** Reads {@code `code`}, {@code **bold**} and {@code *stress*}; everything else is text. */
  public static Prose of(String marked) {
    List<Span> spans = new ArrayList<>();
    Matcher mark = MARK.matcher(marked);
    int at = 0;
    while (mark.find()) {
      text(marked.substring(at, mark.start()), spans);
      if (mark.group("code") != null) {
        spans.add(new Code(mark.group("code")));
      } else if (mark.group("bold") != null) {
        spans.add(new Bold(of(mark.group("bold"))));
      } else {
        spans.add(new Stressed(mark.group("stressed")));
      }
      at = mark.end();
    }
    text(marked.substring(at), spans);
    return new Prose(spans);
  }

  private static void text(String words, List<Span> spans) {
    if (!words.isEmpty()) {
      spans.add(new Text(words));
    }
  }

  /** As they are, whatever characters they have. */
  public static Prose text(String words) {
    return words.isEmpty() ? NONE : new Prose(List.of(new Text(words)));
  }

  public static Prose code(String words) {
    return new Prose(List.of(new Code(words)));
  }

  public static Prose link(Prose words, String page, String anchor) {
    return new Prose(List.of(new Link(words, page, anchor)));
  }

  public Prose bold() {
    return spans.isEmpty() ? this : new Prose(List.of(new Bold(this)));
  }

  public Prose then(Prose more) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(more.spans);
    return new Prose(all);
  }

  /** Each on its line. */
  public static Prose lines(List<Prose> lines) {
    return joined(lines, new Break());
  }

  public static Prose joined(List<Prose> parts, Span between) {
    List<Span> all = new ArrayList<>();
    for (Prose part : parts) {
      if (!all.isEmpty()) {
        all.add(between);
      }
      all.addAll(part.spans);
    }
    return new Prose(all);
  }
}

package dev.throughline.processor.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Elements.DocCommentKind;

/** What a type says about itself. */
public final class DocComment {
  private static final Pattern END = Pattern.compile("(?m)<p>|^\\s*$|^\\s*@\\p{Alpha}");
  private static final Pattern INLINE_TAG =
      Pattern.compile("\\{@(\\w+)\\s+([^}]*)}");
  private static final Pattern MARKUP = Pattern.compile("</?\\p{Alpha}[^>]*>");

  private DocComment() {}

  /** The first paragraph of the comment on {@code type}, as Markdown; empty if it has none. */
  public static String firstParagraph(TypeElement type, Elements elements) {
    String comment = elements.getDocComment(type);
    if (comment == null) {
      return "";
    }
    String text = comment.strip();
    Matcher end = END.matcher(text);
    if (end.find()) {
      text = text.substring(0, end.start());
    }
    text = INLINE_TAG.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(inline(found.group(1), found.group(2))));
    if (elements.getDocCommentKind(type) == DocCommentKind.TRADITIONAL) {
      text = MARKUP.matcher(text).replaceAll("");
    }
    return text.strip().replaceAll("\\s+", " ");
  }

  /** {@code {@code x}} and {@code {@link a.B#c label}} in Markdown; any other tag is its text. */
  private static String inline(String tag, String text) {
    return switch (tag) {
      case "code" -> "`" + text + "`";
      case "link", "linkplain" -> {
        int space = text.indexOf(' ');
        String label =
            space < 0 ? text.replaceFirst("^#", "").replace('#', '.') : text.substring(space + 1);
        yield tag.equals("link") ? "`" + label + "`" : label;
      }
      default -> text;
    };
  }
}

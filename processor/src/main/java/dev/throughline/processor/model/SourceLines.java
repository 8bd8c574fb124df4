package dev.throughline.processor.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/**
 * Finds the file and line of a member, for comments in generated code.
 *
 * <p>The language model has no line numbers and the compiler's own tree API is closed to incremental
 * processors, so the text of the file is searched. Without the text there is no line, and nothing else
 * depends on it.
 */
final class SourceLines {
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'|//[^\\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  private final Elements elements;
  private final Map<TypeElement, Optional<String>> code = new HashMap<>();

  SourceLines(Elements elements) {
    this.elements = elements;
  }

  /** Whether {@code type} is compiled from source now, so that diagnostics can point into it. */
  boolean hasSource(TypeElement type) {
    return file(type).filter(f -> f.getKind() == JavaFileObject.Kind.SOURCE).isPresent();
  }

  /** {@code ResNet20.java:18}, or without the line if it cannot be found. */
  String of(TypeElement type, String member) {
    String file = fileName(type);
    String text = code.computeIfAbsent(type, this::codeOf).orElse("");
    Matcher declaration =
        Pattern.compile("\\binterface\\s+" + Pattern.quote(type.getSimpleName() + "") + "\\b")
            .matcher(text);
    if (!declaration.find()) {
      return file;
    }
    Matcher method = Pattern.compile("\\b" + Pattern.quote(member) + "\\s*\\(").matcher(text);
    if (!method.find(declaration.end())) {
      return file;
    }
    long line = text.substring(0, method.start()).chars().filter(c -> c == '\n').count() + 1;
    return file + ":" + line;
  }

  private String fileName(TypeElement type) {
    Element outermost = type;
    while (outermost.getEnclosingElement() instanceof TypeElement outer) {
      outermost = outer;
    }
    String fallback = outermost.getSimpleName() + ".java";
    return file(type)
        .filter(f -> f.getKind() == JavaFileObject.Kind.SOURCE)
        .map(f -> f.getName().replaceFirst(".*[/\\\\]", ""))
        .orElse(fallback);
  }

  private Optional<String> codeOf(TypeElement type) {
    return file(type)
        .filter(f -> f.getKind() == JavaFileObject.Kind.SOURCE)
        .flatMap(SourceLines::read)
        .map(text -> NOT_CODE.matcher(text).replaceAll(SourceLines::blank));
  }

  private Optional<JavaFileObject> file(TypeElement type) {
    try {
      return Optional.ofNullable(elements.getFileObjectOf(type));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> read(JavaFileObject file) {
    try {
      return Optional.of(file.getCharContent(true).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As many lines, without their text. */
  private static String blank(MatchResult found) {
    return found.group().replaceAll("[^\\n]", " ");
  }
}

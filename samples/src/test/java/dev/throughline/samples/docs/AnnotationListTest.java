package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.dsl.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of annotations for users names each of them once, in the first sentence of its Javadoc. */
final class AnnotationListTest {
  private static final Path SOURCES =
      Markdown.ROOT.resolve("dsl/src/main/java/dev/throughline/dsl");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| \\[`@(\\w+)`]\\(src/main/java/dev/throughline/dsl/\\1\\.java\\) \\| (.*) \\|$");
  private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*(.*?)\\*/\\s*(?:@|public)");

  @Test
  void theListIsCompleteAndNoMore() throws IOException {
    SortedMap<String, String> listed = new TreeMap<>();
    Matcher rows = ROW.matcher(Markdown.of("dsl/README.md").text());
    while (rows.find()) {
      assertEquals(null, listed.put(rows.group(1), rows.group(2)), rows.group(1) + " stands twice");
    }
    SortedMap<String, String> declared = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        String name = file.getFileName().toString().replace(".java", "");
        if (source.contains("public @interface " + name)) {
          declared.put(name, firstSentence(source));
        }
      }
    }
    assertTrue(declared.containsKey(Network.class.getSimpleName()), declared::toString);
    assertEquals(declared, listed);
  }

  private static String firstSentence(String source) {
    Matcher javadoc = JAVADOC.matcher(source);
    assertTrue(javadoc.find(), source);
    String text =
        javadoc.group(1)
            .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
            .replaceAll("(?s)<(p|pre|ul)>.*", "")
            .replaceAll("\\{@code ([^{}]*)}", "`$1`")
            .replaceAll("\\{@link ([^{}]*)}", "`@$1`")
            .strip();
    return text.split("(?<=\\.)\\s", 2)[0].replace("|", "\\|");
  }
}

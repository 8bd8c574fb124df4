package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated code, traces and messages are the same under every default locale. */
class LocaleTest {
  private static final List<String> NETWORKS = List.of("Small", "LanguageModel");
  private static final Path MODULES = Path.of("..");

  /** What formats by the default locale, and Error Prone does not see. */
  private static final Pattern LOCALIZED =
      Pattern.compile(
          "[\\w)]\\s*\\.formatted\\(|::formatted|String::format|::to(Lower|Upper)Case|DecimalFormat|NumberFormat\\b"
              + "|MessageFormat|new Scanner|new Formatter|ofLocalized|localizedBy|Collator");

  private static SortedMap<String, String> expected;
  private final Locale before = Locale.getDefault();

  @BeforeAll
  static void compileUnderNoLocale() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.ROOT);
    expected = compile();
    Locale.setDefault(before);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  /** Everything that compiling leaves behind, and says, by name. */
  private static SortedMap<String, String> compile() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Compilation networks = new Compilation();
    NETWORKS.forEach(name -> networks.resource("networks/" + name + ".java"));
    Result result =
        networks
            .processors(new NetworkProcessor())
            .options("--add-modules=jdk.incubator.vector", "-Athroughline.trace=all")
            .run();
    assertTrue(result.success(), result::toString);
    try (Stream<Path> all = Files.walk(result.classes())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            result.classes().relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    Result wrong =
        new Compilation()
            .resource("errors/ManyMistakes.java")
            .processors(new NetworkProcessor())
            .run();
    files.put("messages", wrong.ours().stream().map(Result::text).toList().toString());
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"})
  void everyFileHasTheSameBytes(String tag) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(tag));
    SortedMap<String, String> files = compile();
    assertEquals(expected.keySet(), files.keySet());
    expected.forEach((name, text) -> assertEquals(text, files.get(name), name));
  }

  /** Compiles and prints the names and the sums of what came out. */
  static final class Compiling {
    public static void main(String... args) throws IOException {
      compile().forEach((name, text) -> System.out.println(name + " " + text.hashCode()));
    }
  }

  @Test
  void aMachineThatStartsWithDigitsOfItsOwnWritesTheSame() {
    List<String> names = new ArrayList<>();
    expected.forEach((name, text) -> names.add(name + " " + text.hashCode()));
    List<String> options = List.of("-Duser.language=ar", "-Duser.country=EG");
    assertEquals(
        names,
        AnotherMachine.lines(new AnotherMachine(options).start(Compiling.class)));
  }

  @Test
  void nothingFormatsByTheLocaleBehindTheBackOfErrorProne() throws IOException {
    List<String> found = new ArrayList<>();
    for (String module : List.of("dsl", "runtime", "processor", "processor/docs", "samples")) {
      try (Stream<Path> files = Files.walk(MODULES.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          LOCALIZED.matcher(Files.readString(file)).results()
              .forEach(use -> found.add(file + ": " + use.group()));
        }
      }
    }
    assertEquals(List.of(), found);
  }
}

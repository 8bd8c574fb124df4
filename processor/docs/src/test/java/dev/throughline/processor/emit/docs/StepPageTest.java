package dev.throughline.processor.emit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page with a training step, beside the sources that it shows. */
class StepPageTest {
  private static final Pattern LISTING = Pattern.compile("(?s)```java\n(.*?)\n```");
  private static final Pattern METHOD =
      Pattern.compile("(?m)^ *(?:protected|private) void (\\w+)\\(int n\\)");
  private static final Pattern LAUNCHER = Pattern.compile("private CpuDevice\\.Body (\\w+)\\(");
  private static final Pattern LEFT_OUT =
      Pattern.compile("Left out here: .*?, ([\\d,]+) of the ([\\d,]+) kernel calls of `(\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"ThreeLayers", "ResNet20", "Plain20", "Medley", "SequenceClassifier"})
  void whatIsShownStandsInTheGeneratedSources(String name) {
    Compilation.Result out = compile(name);
    String sources =
        List.of("CpuProgram", "Kernels", "VectorKernels").stream()
            .map(kind -> flat(out.read(name + kind + ".java")))
            .collect(Collectors.joining());
    List<String> listings = listings(out.read(name + "-step.md"));
    assertTrue(listings.size() > 5, listings::toString);
    listings.forEach(listing -> assertTrue(sources.contains(flat(listing)), listing));
  }

  /** The lines of {@code code}, wherever they begin. */
  private static String flat(String code) {
    return code.lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
  }

  @Test
  void aSmallStepIsShownAsAWhole() {
    Compilation.Result out = compile("ThreeLayers");
    String page = out.read("ThreeLayers-step.md");
    String step =
        step(out.read("ThreeLayersCpuProgram.java"), "trainingForward", "foldForInference");
    assertEquals(methods(step), methods(String.join("\n", listings(page))));
    assertFalse(page.contains("Left out"), page);
  }

  private static List<String> methods(String code) {
    return METHOD.matcher(code).results().map(found -> found.group(1)).toList();
  }

  /** From the one overridden method to the other. */
  private static String step(String program, String from, String to) {
    return program.substring(
        program.indexOf("protected void " + from), program.indexOf("protected void " + to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResNet20", "Plain20", "Medley", "SequenceClassifier"})
  void whatIsLeftOutIsCounted(String name) {
    Compilation.Result out = compile(name);
    String program = out.read(name + "CpuProgram.java");
    String page = out.read(name + "-step.md");
    int forward = page.indexOf("## Forward");
    int backward = page.indexOf("## Backward");
    int kernel = page.indexOf("## A kernel");
    assertCounted(
        page.substring(forward, backward),
        step(program, "trainingForward", "trainingBackward"),
        program);
    assertCounted(
        page.substring(backward, kernel),
        step(program, "trainingBackward", "foldForInference"),
        program);
  }

  private static void assertCounted(String section, String pass, String program) {
    int left = 0;
    Matcher said = LEFT_OUT.matcher(section);
    while (said.find()) {
      left += number(said.group(1));
      assertEquals(calls(pass, program), number(said.group(2)), said.group());
    }
    assertTrue(left > 0, section);
    String shown = String.join("\n", listings(section));
    assertEquals(calls(pass, program), left + calls(shown, program), section);
  }

  private static int number(String text) {
    return Integer.parseInt(text.replace(",", ""));
  }

  private static int calls(String code, String program) {
    String names =
        LAUNCHER.matcher(program).results().map(found -> found.group(1)).distinct()
            .collect(Collectors.joining("|"));
    return (int) code.lines()
        .filter(line -> !line.strip().startsWith("//"))
        .flatMap(line -> Pattern.compile("\\b(%s)\\(".formatted(names)).matcher(line).results())
        .count();
  }

  /** Of each network the value that goes around, where to, and the line that adds its gradient. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ThreeLayers|`first`|`second`|dx = (mask > 0 ? dskip + (dy · wᵀ) : 0)",
        "ResNet20|`stage3.1`|`stage3.2`|dx = (mask > 0 ? dskip + (dy ∗ wᵀ) : 0)",
        "Small|`stage1.0`|`stage1.1`|dx = (mask > 0 ? dskip + (dy ∗ wᵀ) : 0)",
      })
  void theLineOfTheSkipIsPointedAt(String given) {
    List<String> expected = List.of(given.split("\\|"));
    Compilation.Result out = compile(expected.get(0));
    String page = out.read(expected.get(0) + "-step.md");
    String line = "//   " + expected.get(3);
    assertTrue(page.contains("**The line to find.** Forward, the output of " + expected.get(1)),
        page);
    assertTrue(page.contains("to the sum in " + expected.get(2) + "."), page);
    assertTrue(page.contains("\n\n```java\n%s\n```\n".formatted(line)), page);
    List<String> methods = new ArrayList<>(listings(page));
    methods.removeIf(listing -> !METHOD.matcher(listing).find());
    assertTrue(methods.stream().anyMatch(method -> method.contains(line)), page);
    assertTrue(out.read(expected.get(0) + "-step.html").contains("<mark>"), page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Plain20", "FashionNet"})
  void aNetworkWithoutSkipsDoesNotMentionThem(String name) {
    String page = compile(name).read(name + "-step.md");
    assertFalse(page.toLowerCase(Locale.ROOT).contains("skip"), page);
    assertTrue(page.contains("## A kernel, plain and with vectors"), page);
  }

  private static List<String> listings(String page) {
    return LISTING.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private static Compilation.Result compile(String name) {
    Compilation.Result out =
        new Compilation()
            .resource("networks/%s.java".formatted(name))
            .processors(new NetworkProcessor())
            .options("-proc:only", "--add-modules", "jdk.incubator.vector")
            .options("-Athroughline.docs=markdown,site")
            .run();
    assertTrue(out.success(), out::toString);
    return out;
  }
}

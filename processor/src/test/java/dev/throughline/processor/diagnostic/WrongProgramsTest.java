package dev.throughline.processor.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem has a small wrong program that shows its message, its place and its fix. */
class WrongProgramsTest {
  /** The network of this program has nine mistakes, listed in the test. */
  private static final String MANY = "ManyMistakes";

  static List<WrongProgram> programs() {
    return WrongPrograms.ALL;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void isReportedWhereItIsAndHowToMendIt(WrongProgram program) throws Exception {
    Result result = compile(program.file());
    List<Diagnostic<? extends JavaFileObject>> found =
        result.ours().stream().filter(d -> concerns(d, program.problem())).toList();
    assertEquals(1, found.size(), () -> "one mistake, one message, but:\n" + result);
    Diagnostic<? extends JavaFileObject> only = found.getFirst();
    String message = Result.text(only);
    assertTrue(message.startsWith("[%s] ".formatted(program.problem().id())), message);
    assertEquals(program.problem().kind(), only.getKind());
    assertEquals(program.problem().isError(), !result.success(), result::toString);
    for (String part : program.parts()) {
      assertTrue(message.contains(part), () -> "no «%s» in\n%s".formatted(part, message));
    }
    String source = Files.readString(folder().resolve(program.file() + ".java"));
    String line = source.lines().toList().get((int) only.getLineNumber() - 1);
    assertTrue(line.contains(program.line()), () -> "points at the line\n" + line);
    String pointed = source.substring((int) only.getPosition());
    assertTrue(pointed.startsWith(program.pointed()), () -> "points at\n" + pointed);
    assertTrue(message.lines().count() <= 4, () -> "more than three further lines:\n" + message);
  }

  /** Whether it is the expected problem, or another that must not be there as well. */
  private static boolean concerns(Diagnostic<?> diagnostic, Problem expected) {
    String id = "[%s]".formatted(Problem.NO_VECTOR_MODULE.id());
    return expected == Problem.NO_VECTOR_MODULE || !Result.text(diagnostic).startsWith(id);
  }

  @Test
  void noProblemIsWithoutAProgram() {
    Set<Problem> without = EnumSet.allOf(Problem.class);
    programs().forEach(p -> without.remove(p.problem()));
    assertEquals(Set.of(), without);
  }

  @Test
  void noProgramIsWithoutAProblem() throws Exception {
    Set<String> expected =
        programs().stream().map(WrongProgram::file).collect(Collectors.toCollection(TreeSet::new));
    expected.add(MANY);
    try (Stream<Path> files = Files.list(folder())) {
      Set<String> found =
          files
              .map(f -> f.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, found);
    }
  }

  @Test
  void noTwoProblemsShareAnId() {
    List<String> ids = Arrays.stream(Problem.values()).map(Problem::id).toList();
    assertEquals(ids.size(), Set.copyOf(ids).size());
  }

  @Test
  void allMistakesComeOutInOneCompileAndEachOnce() throws Exception {
    List<String> found =
        compile(MANY).ours().stream()
            .map(d -> d.getLineNumber() + " " + Result.text(d).replaceAll("(?s)\\].*", "]"))
            .sorted()
            .toList();
    List<String> expected =
        List.of(
            "12 [illegal-value]",
            "13 [stride-missing]",
            "14 [illegal-value]",
            "15 [illegal-value]",
            "16 [no-kind]",
            "17 [duplicate-kind]",
            "18 [illegal-value]",
            "23 [illegal-value]",
            "24 [illegal-value]");
    assertEquals(expected, found);
  }

  @Test
  void whatAWrongBlockPassesOnIsNotReportedAgain() {
    String source =
        """
            import dev.throughline.dsl.*;

            @Network(input = @Input(channels = 3, height = 8, width = 8))
            interface Net {
              @Residual(filters = 0, stride = 0, repeat = 2)  Body stage1();
              @Flatten  Layer vector();
              @SoftmaxCrossEntropy  Loss loss();
            }

            @Block
            interface Body {
              @Conv(kernel = 1, ratio = 0.25)  Layer conv1();
              @Conv(kernel = 99, stride = Block.OF_BLOCK, padding = 0)  Layer conv2();
            }
            """;
    Result result =
        new Compilation().source("Net.java", source).processors(new NetworkProcessor()).run();
    List<String> messages = result.ours().stream().map(Result::text).toList();
    assertEquals(2, messages.size(), result::toString);
    assertTrue(messages.get(0).contains("filters = 0"), result::toString);
    assertTrue(messages.get(1).contains("stride = 0"), result::toString);
  }

  @Test
  void afterShapesThatDifferTheRestIsCheckedWithWhatTheBodyEndsIn() {
    String source =
        """
            import dev.throughline.dsl.*;

            @Network(input = @Input(channels = 3, height = 8, width = 8))
            interface Net {
              @Residual(filters = 8, repeat = 2)  Body stage1();
              @Linear(units = 10)  Layer logits();
              @SoftmaxCrossEntropy  Loss loss();
            }

            @Block
            interface Body {
              @Conv(kernel = 3)  Layer conv();
            }
            """;
    Result result =
        new Compilation().source("Net.java", source).processors(new NetworkProcessor()).run();
    List<String> messages = result.ours().stream().map(Result::text).toList();
    assertEquals(2, messages.size(), result::toString);
    assertTrue(messages.get(0).startsWith("[shortcut-shape]"), result::toString);
    assertTrue(messages.get(1).contains("reads the image f32[n, 8, 8, 8]"), result::toString);
  }

  private static Result compile(String file) {
    return new Compilation()
        .resource("errors/%s.java".formatted(file))
        .options("-Athroughline.trace=" + ("UnknownPass".equals(file) ? "trainign" : ""))
        .processors(new NetworkProcessor())
        .run();
  }

  private static Path folder() throws IOException, URISyntaxException {
    return Path.of(
        Objects.requireNonNull(WrongProgramsTest.class.getResource("/errors")).toURI());
  }
}

package dev.throughline.processor.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.diagnostic.WrongProgram.Message;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem has a small wrong program that shows its message, its place and its fix. */
class WrongProgramsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "errors");

  /** The one program with several mistakes: all come out in one compile, and each once. */
  private static final String MANY = "ManyMistakes";

  private static final Comparator<Message> IN_ORDER =
      Comparator.comparingLong(Message::line).thenComparingLong(Message::column);

  static List<WrongProgram> programs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(WrongProgram::read).toList();
    }
  }

  /** With {@code -Dgolden=update} the programs say afterwards what came out. */
  @ParameterizedTest
  @MethodSource("programs")
  void isReportedWhereItIsAndHowToMendIt(WrongProgram program) throws IOException {
    Result result =
        new Compilation()
            .source("errors/%s.java".formatted(program.name()), program.text())
            .options(program.options().toArray(String[]::new))
            .processors(new NetworkProcessor())
            .run();
    List<Message> found = result.ours().stream().map(Message::of).sorted(IN_ORDER).toList();
    List<Message> expected = program.expected().stream().sorted(IN_ORDER).toList();
    boolean same =
        found.size() == expected.size()
            && IntStream.range(0, found.size())
                .allMatch(i -> expected.get(i).admits(found.get(i)));
    if (!same && "update".equals(System.getProperty("golden"))) {
      Files.writeString(FOLDER.resolve(program.name() + ".java"), program.with(found));
    } else if (!same) {
      assertEquals(program.text(), program.with(found), "-Dgolden=update rewrites it");
    }
    assertEquals(found.stream().noneMatch(Message::isError), result.success(), result::toString);
    for (Message message : found) {
      assertTrue(message.text().lines().count() <= 4, () -> "too long:\n" + message);
    }
  }

  @Test
  void everyProblemHasAProgramOfItsKindAndEveryProgramAProblem() throws IOException {
    Set<Problem> without = EnumSet.allOf(Problem.class);
    for (WrongProgram program : programs()) {
      List<Message> expected = program.expected();
      assertEquals(program.name().equals(MANY) ? 9 : 1, expected.size(), program::toString);
      for (Message message : expected) {
        Problem problem =
            Arrays.stream(Problem.values())
                .filter(p -> p.id().equals(message.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(program + " expects " + message));
        String kind = problem.kind().name().toLowerCase(Locale.ROOT) + ": ";
        assertTrue(message.text().startsWith(kind), () -> "%s is no %s".formatted(problem, kind));
        if (!program.name().equals(MANY)) {
          without.remove(problem);
        }
      }
    }
    assertEquals(Set.of(), without);
  }

  @Test
  void noTwoProblemsShareAnId() {
    List<String> ids = Arrays.stream(Problem.values()).map(Problem::id).toList();
    assertEquals(ids.size(), Set.copyOf(ids).size());
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
}

package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that javac refuses: what is missing is for javac to say, and nothing is concluded from it. */
class IncompleteSourceTest {
  private static final String NET =
      """
          package app;

          import dev.throughline.dsl.*;
          import static dev.throughline.dsl.Nonlinearity.*;

          @Network(input = @Input(channels = 3, height = 8, width = 8))
          interface Net {
            @Conv(filters = 8, kernel = 3)  Layer stem();
            MEMBER
            @GlobalAveragePool  Layer pool();
            @Linear(units = 10)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          }
          """;
  private static final String BLOCK =
      """
          @Block
          interface Body {
            @Conv(kernel = 3)  Layer conv1();
            MEMBER
          }
          """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Dropot(rate = 0.5)  Layer drop();",
        "@dev.throughline.dsl.Dropot(rate = 0.5)  Layer drop();",
        "@dev.throughlin.dsl.Dropout(rate = 0.5)  Layer drop();",
        "@Dropot(rate = 0.5)  Layer drop(); @Add(from = \"drop\")  Layer joined();",
        "@Fro(\"stem\") @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@Nullable @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@Conv(filters = FILTERS, kernel = 3)  Layer conv();",
        "@Conv(filters = Sizes.FILTERS, kernel = 3)  Layer conv();",
        "@Conv(filters = 8, kernel = {3, K})  Layer conv();",
        "@From(NAME) @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@From @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@Add(from = {\"stem\", NAME})  Layer joined();",
        "@Accept(ID) @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@Concat({@Branch(@Cnv(filters = 8, kernel = 3))})  Layer joined();",
        "@Conv(filters = 8, kernel = 3, activation = RELUU)  Layer conv();",
        "@Conv(filters = 8, kernel = 3, activation = Nonlinarity.RELU)  Layer conv();",
        "@Conv(filters = 8, kernel = 3, activation = Norm.BATCH)  Layer conv();",
        "@Conv(filters = 8)  Layer conv();",
        "@Conv(filters = \"8\", kernel = 3)  Layer conv();",
        "@Conv(filters = {8, 8}, kernel = 3)  Layer conv();",
        "@Conv(filters = 8, kernel = 3, size = 3)  Layer conv();",
        "@Conv(filters = 2147483648, kernel = 3)  Layer conv();",
        "@Conv(filters = 8 / 0, kernel = 3)  Layer conv();",
        "@Conv(filters = 8, kernel = 3) @Conv(filters = 8, kernel = 3)  Layer conv();",
        "@Conv(filters = 8, kernel = 3)  Layr conv();",
        "@Conv(filters = 8, kernel = 3)  Foo[] conv();",
        "@Conv(filters = 8, kernel = 3)  java.util.List<Foo> conv();",
        "@Conv(filters = 8, kernel = 3)  Layer conv(Foo x);",
        "@Conv(filters = 8, kernel = 3)  Layer conv() throws Foo;",
        "@Conv(filters = 8, kernel = 3)  <T extends Foo> Layer conv();",
        "@Conv(filters = 8, kernel = 3)  conv();",
        "@Conv(filters = 8, kernel = 3)  Layer conv()",
        "@Conv(filters = 8, kernel = 3)  Layer;",
        "@Conv(filters = 8, kernel = 3)  Layer stem();",
        "@Residual(filters = 8)  Body stage();",
        "@Residual(filters = 8)  app.blocks.Body stage();",
        "@AuxLoss  Head head();",
        "Foo foo();",
        "default Foo foo() { return null; }",
      })
  void aMemberThatJavacCannotReadIsLeftToJavac(String member) {
    leftToJavac(net(member));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Dropot(rate = 0.5)  Layer drop();",
        "@Dropout(rate = RATE)  Layer drop();",
        "@Dropout(rate = 0.5)  Layr drop();",
        "@Dropout(rate = 0.5)  Layer conv1();",
        "@Dropout(rate = 0.5)  Layer drop()",
      })
  void soIsAMemberOfABlock(String member) {
    leftToJavac(net("@Residual(filters = 8)  Body stage();") + BLOCK.replace("MEMBER", member));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Block: @Blok",
        "interface Body: interface Body extends Foo",
        "interface Body: interface Body extends Body",
        "@Conv(kernel = 3)  Layer conv1();: @Cnov(kernel = 3)  Layer conv1();",
      })
  void soIsABlock(String change) {
    String block = changed(BLOCK.replace("MEMBER", ""), change);
    leftToJavac(net("@Residual(filters = 8)  Body stage();") + block);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Network: @Missing @Network",
        "@Network(: @Network(size = 3, ",
        "@Network(: @Network(memoryBudget = @MemoryBudgt(mebibytes = 3), ",
        "@Input(: @Inpt(",
        "height = 8: height = HEIGHT",
        "interface Net: interface Net extends Foo",
        "interface Net: interface Net extends Comparable<Foo>",
        "interface Net: interface Net extends Net",
        "@SoftmaxCrossEntropy: @SoftmaxCrossEntrpy",
        "Loss loss: Los loss",
        "@Conv(: @Cnov(",
        "import dev.throughline.dsl.*;: import dev.throughline.dsl.Network;",
        "import dev.throughline.dsl.*;: import dev.throughline.dsl.Conv;",
      })
  void soIsTheNetworkItself(String change) {
    leftToJavac(changed(net(""), change));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Other { int x = \"text\"; }",
        "class Other { void run() { int x = ; } }",
        "class Other extends Foo {}",
        "interface Net {}",
      })
  void aNeighbourThatDoesNotCompileIsNoMistakeOfTheNetwork(String neighbour) {
    leftToJavac(net("") + neighbour);
  }

  @Test
  void whatIsWrongWhateverIsMissingComesOutWithIt() {
    Result result =
        compilation(net("@Dropot(rate = 0.5)  Layer drop(); default void helper() {}")).run();
    List<String> ours = result.ours().stream().map(Result::text).toList();
    assertEquals(1, ours.size(), result::toString);
    assertTrue(ours.getFirst().startsWith("[not-abstract] `helper` has a body"), ours::toString);
  }

  @Test
  void anotherNetworkIsCheckedAndCompiledAllTheSame() {
    String wrong = net("@Dropout(rate = 2)  Layer drop();").replace(" Net ", " Wrong ");
    Result result =
        compilation(net("@Dropot(rate = 0.5)  Layer drop();")).source("Wrong.java", wrong).run();
    List<String> ours = result.ours().stream().map(Result::text).toList();
    assertEquals(1, ours.size(), result::toString);
    assertTrue(ours.getFirst().startsWith("[illegal-value] `drop` has rate = 2.0"));
  }

  @Test
  void aBlockOutOfAJarThatMissesItsOwnJarsIsRefusedWhereItIsUsed() throws IOException {
    String imports = "package blocks; import dev.throughline.dsl.*;";
    Result jar =
        new Compilation()
            .source("Inner.java", imports + "@Block public interface Inner {}")
            .source("Above.java", imports + "public interface Above {}")
            .source("Deep.java", imports + "@Block public interface Deep { @Sequence Inner in(); }")
            .source("Below.java", imports + "@Block public interface Below extends Above {}")
            .run();
    Files.delete(jar.classes().resolve("blocks/Inner.class"));
    Files.delete(jar.classes().resolve("blocks/Above.class"));
    for (String[] block : new String[][] {{"Deep", "Inner"}, {"Below", "Above"}}) {
      String source = net("@Sequence  blocks.%s stage();".formatted(block[0]));
      Diagnostic<?> only = compilation(source).with(jar.classes()).run().ours().getFirst();
      String message = Result.text(only);
      assertTrue(message.startsWith("[not-implementable] "), message);
      assertTrue(message.contains("refers to `blocks.%s`".formatted(block[1])), message);
      assertEquals(9, only.getLineNumber());
    }
  }

  @Test
  void aBlockOutOfAJarOfAnotherNotationIsRefusedWhereItIsUsed() {
    String notation = "package dev.throughline.dsl; public @interface Conv { int size(); }";
    String block =
        """
            package blocks;
            import dev.throughline.dsl.*;
            @Block public interface Body { @Conv(size = 3)  Layer conv(); }
            """;
    Result jar =
        new Compilation().source("Conv.java", notation).source("Body.java", block).run();
    assertTrue(jar.classes().resolve("dev/throughline/dsl/Conv.class").toFile().delete());
    Result result =
        compilation(net("@Sequence  blocks.Body stage();")).with(jar.classes()).run();
    List<String> ours = result.ours().stream().map(Result::text).toList();
    assertEquals(1, ours.size(), result::toString);
    assertTrue(
        ours.getFirst().startsWith(
            "[not-implementable] `conv` of `Body` was compiled with a @Conv of another version"),
        ours::toString);
  }

  /** An annotation that only the jar's own build needed, such as one for nullness. */
  @Test
  void aBlockOutOfAJarMayCarryAnnotationsThatAreNotThere() {
    String annotation =
        "package blocks; public @interface Checked {}";
    String block =
        """
            package blocks;
            import dev.throughline.dsl.*;
            @Checked @Block public interface Body { @Checked @Conv(kernel = 3) Layer conv(); }
            """;
    Result jar =
        new Compilation().source("Checked.java", annotation).source("Body.java", block).run();
    assertTrue(jar.classes().resolve("blocks/Checked.class").toFile().delete());
    Result result =
        compilation(net("@Sequence(filters = 8)  blocks.Body stage();")).with(jar.classes()).run();
    assertTrue(result.success(), result::toString);
  }

  private static String net(String member) {
    return NET.replace("MEMBER", member);
  }

  private static String changed(String source, String change) {
    String[] words = change.split(": ", 2);
    assertTrue(source.contains(words[0]), source);
    return source.replace(words[0], words[1]);
  }

  private static Compilation compilation(String source) {
    return new Compilation()
        .source("Net.java", source)
        .options("--add-modules=jdk.incubator.vector")
        .processors(new NetworkProcessor());
  }

  /** By both policies: javac's own, by which it often does not ask processors, and Error Prone's. */
  private static void leftToJavac(String source) {
    for (String policy : List.of("INIT", "FLOW")) {
      Result result = compilation(source).options("--should-stop=ifError=" + policy).run();
      assertFalse(result.success(), () -> policy + "\n" + source);
      assertEquals(List.of(), result.ours(), policy);
      assertFalse(result.toString().contains("Throughline"), result::toString);
    }
  }
}

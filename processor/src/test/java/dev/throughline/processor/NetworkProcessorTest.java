package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.dsl.Network;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds, options, files, and blocks out of jars. */
class NetworkProcessorTest {
  private static final String IMPORTS =
      """
          import dev.throughline.dsl.*;
          import static dev.throughline.dsl.Nonlinearity.*;

          """;
  private static final String BLOCK =
      IMPORTS
          + """
              @Block
              public interface Body {
                @Conv(kernel = 3, activation = RELU)  Layer conv();
              }
              """;

  /** A network whose first members are {@code members}. */
  private static String net(String members) {
    return IMPORTS
        + """
            @Network(input = @Input(channels = 3, height = 8, width = 8))
            interface Net {
              %s
              @GlobalAveragePool  Layer pool();
              @Linear(units = 10)  Layer logits();
              @SoftmaxCrossEntropy  Loss loss();
            }
            """
            .formatted(members);
  }

  private static Compilation compilation(String source) {
    return new Compilation().source("Net.java", source).processors(new NetworkProcessor());
  }

  private static List<String> errors(Result result) {
    return result.messages(Diagnostic.Kind.ERROR);
  }

  @Test
  void aBlockThatAnotherProcessorGeneratesIsWaitedFor() {
    Result result =
        new Compilation()
            .source("Net.java", net("@Residual(filters = 3)  Body stage1();"))
            .options("-Athroughline.trace=types")
            .processors(new BodyWriter(), new NetworkProcessor())
            .run();
    assertTrue(result.success(), result::toString);
    assertTrue(result.read("Net.trace/types.txt").contains("stage1.conv : "));
  }

  /** Stands for any other processor that has a part in a network. */
  private static final class BodyWriter extends AbstractProcessor {
    private boolean written;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of(Network.class.getName());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!written) {
        written = true;
        try (Writer out = processingEnv.getFiler().createSourceFile("Body").openWriter()) {
          out.write(BLOCK);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }

  @Test
  void aBlockOutOfAJarIsReadInItsOrder() {
    Result block = new Compilation().source("Body.java", BLOCK).run();
    String source = net("@Residual(filters = 3, repeat = 2)  Body stage1();");
    Result result =
        compilation(source).with(block.classes()).options("-Athroughline.trace=types").run();
    assertTrue(result.success(), result::toString);
    assertTrue(result.read("Net.trace/types.txt").contains("stage1.1.conv : "));
  }

  @Test
  void aMistakeInABlockOutOfAJarIsShownWhereTheBlockIsUsed() {
    Result block =
        new Compilation()
            .source("Body.java", BLOCK.replace("kernel = 3", "kernel = 9, padding = 0")).run();
    Result result =
        compilation(net("@Residual(filters = 3)  Body stage1();")).with(block.classes()).run();
    Diagnostic<?> only = result.ours().getFirst();
    assertTrue(Result.text(only).startsWith("[kernel-too-large] "), result::toString);
    assertTrue(Result.text(only).contains("`stage1.conv`"), result::toString);
    assertEquals(6, only.getLineNumber());
  }

  @Test
  void twoNetworksThatShareAMistakeShowItOnce() {
    Result result =
        new Compilation()
            .source("Body.java", BLOCK.replace("kernel = 3", "kernel = -3"))
            .source("Net.java", net("@Residual(filters = 3)  Body stage1();"))
            .source(
                "Twin.java", net("@Residual(filters = 3)  Body stage1();").replace(" Net", " Twin"))
            .processors(new NetworkProcessor())
            .run();
    assertEquals(1, errors(result).size(), result::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "Integer.MAX_VALUE", "Integer.MIN_VALUE"})
  void aWrongGrowthIsReportedOnceAndByItsOwnName(String growth) {
    String member = "@DenseConnect(growth = " + growth + ", repeat = 2)  Body dense();";
    Result result =
        new Compilation()
            .source("Body.java", BLOCK)
            .source("Net.java", net(member))
            .processors(new NetworkProcessor())
            .run();
    List<String> errors = errors(result);
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("[illegal-value] `dense` has growth = "));
  }

  @Test
  void aWarningCanBeSilenced() {
    String member = "@MaxPool(size = 3, stride = 2)  Layer down();";
    assertTrue(compilation(net(member)).run().toString().contains("[unread-border]"));
    String silent = "@Accept(\"unread-border\") " + member;
    assertFalse(compilation(net(silent)).run().toString().contains("[unread-border]"));
  }

  @Test
  void anErrorCannotBeSilenced() {
    String member =
        "@Accept(\"illegal-value\") @Conv(filters = 0, kernel = 3)  Layer stem();";
    assertFalse(compilation(net(member)).run().success());
  }

  @Test
  void aNestedInterfaceIsCompiledUnderAJoinedName() {
    String source = net("").replace("interface Net {", "interface Net { interface Held {} ");
    String nested = source.replace("@Network", "class Outer { @Network") + "}";
    Result result =
        new Compilation().source("Outer.java", nested).processors(new NetworkProcessor()).run();
    assertTrue(result.success(), result::toString);
    assertTrue(result.classes().resolve("Outer_NetNetwork.class").toFile().exists());
  }

  @Test
  void allPassesAreTracedAndTheSameNetworkGivesTheSameText() {
    String source = net("@Conv(filters = 4, kernel = 3, norm = Norm.BATCH)  Layer stem();");
    Result first = compilation(source).options("-Athroughline.trace=all").run();
    Result second = compilation(source).options("-Athroughline.trace=all").run();
    for (Pass pass : Pass.values()) {
      String file = "Net.trace/%s.txt".formatted(pass.text());
      assertFalse(first.read(file).isBlank(), file);
      assertEquals(first.read(file), second.read(file), file);
    }
  }

  @Test
  void nothingIsTracedUnlessAskedFor() {
    Result result = compilation(net("")).options("-Athroughline.trace").run();
    assertTrue(result.success(), result::toString);
    assertFalse(result.classes().resolve("Net.trace").toFile().exists());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Result result =
        compilation(net(""))
            .options("-Athroughline.trace=types")
            .files(files -> new Failing(files, new IOException("the disk is full")))
            .run();
    assertTrue(errors(result).getFirst().contains("Net.trace/types.txt"), result::toString);
    assertTrue(errors(result).getFirst().contains("the disk is full"), result::toString);
    assertFalse(result.toString().contains("mistake in the compiler"), result::toString);
  }

  @Test
  void aMistakeInTheCompilerAsksToBeReported() {
    Result result =
        compilation(net(""))
            .options("-Athroughline.trace=types")
            .files(files -> new Failing(files, new IllegalStateException("unforeseen")))
            .run();
    String error = errors(result).getFirst();
    assertTrue(error.startsWith("Throughline failed on `Net`"), error);
    assertTrue(error.contains("Please report"), error);
    assertTrue(error.contains("unforeseen"), error);
  }

  /** A file manager that fails to write resources. */
  private static final class Failing extends ForwardingJavaFileManager<JavaFileManager> {
    private final Exception failure;

    Failing(JavaFileManager files, Exception failure) {
      super(files);
      this.failure = failure;
    }

    @Override
    public FileObject getFileForOutput(
        Location location, String packageName, String name, FileObject sibling)
        throws IOException {
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) failure;
    }
  }

  @Test
  void gradleIsToldThatEachNetworkStandsAlone() throws IOException {
    String descriptor = "/META-INF/gradle/incremental.annotation.processors";
    try (var in = NetworkProcessor.class.getResourceAsStream(descriptor)) {
      String text =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(
          List.of(NetworkProcessor.class.getName() + ",isolating"), text.lines().toList());
    }
  }

  @Test
  void everyOptionIsDeclared() {
    Set<String> declared = new NetworkProcessor().getSupportedOptions();
    assertEquals(Set.of("throughline.docs", "throughline.trace"), declared);
  }
}

package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user's build sees of generated code: its marks, its visibility, what is left of an earlier build. */
class UsersBuildTest {
  /** With a comment on everything, as doclint has it. */
  private static final String NET =
      """
          package app;

          import dev.throughline.dsl.*;

          /** A network. */
          @Network(input = @Input(channels = 3, height = 8, width = 8))
          public interface Net {
            /** {@return its beginning} */
            @Conv(filters = 8, kernel = 3, norm = Norm.BATCH)  Layer stem();

            /** {@return its middle} */
            @Residual(filters = 16, repeat = 2, shortcut = Shortcut.PROJECTION)  Body stage1();

            /** {@return its features} */
            @GlobalAveragePool  Layer pool();

            /** {@return its answer} */
            @Linear(units = 10)  Layer logits();

            /** {@return its loss} */
            @SoftmaxCrossEntropy  Loss loss();

            /** A body. */
            @Block
            interface Body {
              /** {@return a convolution} */
              @Conv(kernel = 3, norm = Norm.BATCH)  Layer conv();
            }
          }
          """;

  @TempDir
  private Path folder;

  private static Compilation compilation() {
    return new Compilation()
        .options("--add-modules=jdk.incubator.vector")
        .processors(new NetworkProcessor());
  }

  @Test
  void everyWarningOfJavacAsAnErrorLeavesItClean() {
    Result result =
        compilation()
            .source("app/Net.java", NET)
            .options("-Xlint:all,-incubating", "-Werror", "-Xdoclint:all")
            .run();
    assertTrue(result.success(), result::toString);
    assertEquals(List.of(), result.messages(Diagnostic.Kind.WARNING));
  }

  @Test
  void generatedClassesAreMarkedForTools() {
    Result result = compilation().source("app/Net.java", NET).run();
    for (String name : List.of("NetNetwork", "NetCpuProgram", "NetKernels", "NetVectorKernels")) {
      String text = result.read("app/" + name + ".java");
      assertTrue(
          text.contains(
              """
                  @Generated("dev.throughline.processor.NetworkProcessor")
                  @SuppressWarnings("""),
          text);
      assertTrue(text.startsWith("// Generated from Net by dev.throughline.processor."), text);
    }
  }

  /** Nobody else would be asked about what a processor claims. */
  @Test
  void annotationsOfOthersAreLeftToOthers() {
    Asked asked = new Asked();
    Result result =
        new Compilation()
            .source("app/Net.java", NET)
            .source("app/Other.java", "package app; @Deprecated @Mark class Other {}")
            .source("app/Mark.java", "package app; @interface Mark {}")
            .options("--add-modules=jdk.incubator.vector")
            .processors(new NetworkProcessor(), asked)
            .run();
    assertTrue(result.success(), result::toString);
    assertTrue(asked.asked, "about @Mark");
  }

  private static final class Asked extends AbstractProcessor {
    private boolean asked;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("app.Mark");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      asked |= !annotations.isEmpty();
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'public interface Net', NetNetwork, true",
    "'interface Net', NetNetwork, false",
    "'public class Outer { public interface Net', Outer_NetNetwork, true",
    "'public class Outer { protected interface Net', Outer_NetNetwork, false",
    "'class Outer { public interface Net', Outer_NetNetwork, false",
  })
  void theClassIsSeenByWhoeverSeesTheInterface(String head, String generated, boolean isPublic)
      throws Exception {
    String network = "@Network(input = @Input(channels = 3, height = 8, width = 8))\n";
    boolean nested = head.contains("{");
    String source =
        NET.replace(network, "")
            .replace(
                "public interface Net",
                nested ? head.replace("{ ", "{ " + network) : network + head)
            + (nested ? "}" : "");
    String file = head.contains("public class") ? "app/Outer.java" : "app/Net.java";
    Result result = compilation().source(file, source).run();
    assertTrue(result.success(), result::toString);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {result.classes().toUri().toURL()})) {
      Class<?> type = Class.forName("app." + generated, false, loader);
      assertEquals(isPublic, Modifier.isPublic(type.getModifiers()));
    }
  }

  @Test
  void aTypeThatGeneratedCodeMayNotSeeIsReportedAtTheMember() {
    String base =
        """
            package lib;
            import dev.throughline.dsl.*;
            public class Base extends Hidden {
              @Block protected interface Body { @Conv(kernel = 3)  Layer conv(); }
            }
            class Hidden {
              @Block public interface Inner { @Conv(kernel = 3)  Layer conv(); }
            }
            """;
    String nested =
        NET.replace("public interface Net", "interface Net")
            .replace("@Network", "class Outer extends lib.Base { @Network");
    for (String block : List.of("Body", "Inner")) {
      String source =
          nested.replace("Body stage1", block + " stage1").replaceFirst("(?s)/\\*\\* A body.*",
              "}}");
      Result result =
          compilation().source("lib/Base.java", base).source("app/Outer.java", source).run();
      List<Diagnostic<?>> ours = List.copyOf(result.ours());
      assertEquals(1, ours.size(), result::toString);
      assertTrue(
          Result.text(ours.getFirst())
              .startsWith("[not-implementable] `stage1` returns `%s`, which is ".formatted(block)),
          result::toString);
      assertEquals(12, ours.getFirst().getLineNumber());
    }
  }

  @Test
  void sourcesOfAnEarlierBuildAreNotTakenForHandWritten() throws IOException {
    leave(compilation().source("app/Net.java", NET).run());
    // Found on the class path, as javac looks for sources there.
    Result again = compilation().source("app/Net.java", NET).with(folder).run();
    assertTrue(again.success(), again::toString);
    assertEquals(List.of(), again.ours());
  }

  @Test
  void norInAModuleThatDoesNotReadTheMark() throws IOException {
    leave(compilation().source("app/Net.java", NET).run());
    Path kernels = folder.resolve("app/NetKernels.java");
    String text = Files.readString(kernels);
    Files.writeString(kernels, text.replaceAll("(?m)^(import java.*|@)Generated.*$", ""));
    Result again = compilation().source("app/Net.java", NET).with(folder).run();
    assertEquals(List.of(), again.ours());
  }

  @Test
  void thoseThatAreCompiledAlongAreRefusedWithTheWayOut() {
    Result first = compilation().source("app/Net.java", NET).run();
    String left = first.read("app/NetKernels.java");
    Result result =
        compilation().source("app/Net.java", NET).source("app/NetKernels.java", left).run();
    assertFalse(result.success());
    List<String> errors = result.messages(Diagnostic.Kind.ERROR);
    assertEquals(1, errors.size(), result::toString);
    assertTrue(
        errors.getFirst().startsWith(
            "[name-taken] the class to generate for `Net` is `app.NetKernels`, which is compiled"),
        result::toString);
    assertTrue(errors.getFirst().contains("javac without that file"), result::toString);
  }

  /** Leaves the sources, not the classes. */
  private void leave(Result build) throws IOException {
    Files.createDirectories(folder.resolve("app"));
    try (Stream<Path> files = Files.list(build.classes().resolve("app"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Files.copy(file, folder.resolve("app").resolve(file.getFileName().toString()));
      }
    }
  }
}

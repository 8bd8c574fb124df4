package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.JavaFileObjects;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processors in the same compilation, found on the class path as a user's build finds them. */
class NeighboursTest {

  private static final JavaFileObject NETWORK =
      JavaFileObjects.forSourceString(
          "app.Digits",
          """
              package app;

              import dev.throughline.dsl.*;

              @Network(input = @Input(channels = 1, height = 6, width = 6))
              public interface Digits {
                @Conv(filters = 4, kernel = 3, activation = Nonlinearity.RELU) Layer stem();
                @GlobalAveragePool Layer pool();
                @Linear(units = 3) Layer logits();
                @SoftmaxCrossEntropy Loss loss();
              }
              """);

  private static final JavaFileObject LOMBOK =
      JavaFileObjects.forSourceString(
          "app.Settings",
          """
              package app;

              @lombok.Value
              public class Settings {
                int epochs;
              }
              """);

  private static final JavaFileObject MAPSTRUCT =
      JavaFileObjects.forSourceString(
          "app.SettingsMapper",
          """
              package app;

              @org.mapstruct.Mapper
              public interface SettingsMapper {
                Page toPage(Settings settings);

                record Page(int epochs) {}
              }
              """);

  /** Names what each of the three processors generates. */
  private static final JavaFileObject APPLICATION =
      JavaFileObjects.forSourceString(
          "app.Application",
          """
              package app;

              public class Application implements java.util.concurrent.Callable<String> {
                @Override
                public String call() {
                  Settings settings = new Settings(3);
                  int epochs = new SettingsMapperImpl().toPage(settings).epochs();
                  return DigitsNetwork.class.getSimpleName() + " " + epochs + " " + settings.getEpochs();
                }
              }
              """);

  @TempDir
  private Path classes;

  @Test
  void lombokAndMapStructWorkInTheSameCompilation() throws Exception {
    StringWriter messages = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d", classes.toString(),
                    "-proc:full",
                    "-classpath", System.getProperty("java.class.path"),
                    "--add-modules", "jdk.incubator.vector"),
                null,
                List.of(NETWORK, LOMBOK, MAPSTRUCT, APPLICATION))
            .call();
    assertTrue(compiled, messages::toString);
    assertTrue(Files.exists(classes.resolve("app/SettingsMapperImpl.java")));
    assertTrue(Files.exists(classes.resolve("app/DigitsNetwork.java")));

    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Object application =
          loader.loadClass("app.Application").getDeclaredConstructor().newInstance();
      assertEquals("DigitsNetwork 3 3", ((Callable<?>) application).call());
    }
  }
}

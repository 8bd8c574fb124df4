package dev.throughline.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** What Gradle asks of an isolating processor: to be declared, and one origin for each file. */
class IncrementalTest {

  private static final String DECLARATION = "META-INF/gradle/incremental.annotation.processors";

  @Test
  void theProcessorIsDeclaredIsolatingUnderTheNameThatServicesFind() throws IOException {
    List<String> found =
        ServiceLoader.load(Processor.class).stream()
            .map(provider -> provider.type().getName())
            .filter(name -> name.startsWith("dev.throughline."))
            .toList();
    assertEquals(List.of(NetworkProcessor.class.getName()), found);
    try (
        InputStream in = NetworkProcessor.class.getClassLoader().getResourceAsStream(DECLARATION)) {
      String declared = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(NetworkProcessor.class.getName() + ",isolating", declared.strip());
    }
  }

  @Test
  void everyGeneratedFileHasItsNetworkAsItsOnlyOrigin() {
    List<Origins> created = new ArrayList<>();
    Processor processor = recording(new NetworkProcessor(), created);
    Compilation compilation =
        javac()
            .withOptions("--add-modules", "jdk.incubator.vector")
            .withProcessors(processor)
            .compile(network("First"), network("Second"));
    assertThat(compilation).succeeded();

    assertFalse(created.isEmpty());
    for (Origins file : created) {
      assertEquals(1, file.origins().size(), file::toString);
      String origin = file.origins().getFirst();
      assertTrue(file.name().contains(origin), file::toString);
    }
    assertEquals(
        Set.of("First", "Second"),
        created.stream().map(file -> file.origins().getFirst()).collect(Collectors.toSet()));
  }

  private static JavaFileObject network(String name) {
    return JavaFileObjects.forSourceString(
        "app." + name,
        """
            package app;

            import dev.throughline.dsl.*;

            @Network(input = @Input(channels = 1, height = 6, width = 6))
            public interface %s {
              @Conv(filters = 4, kernel = 3) Layer stem();
              @GlobalAveragePool Layer pool();
              @Linear(units = 3) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
            }
            """
            .formatted(name));
  }

  /** A file and the simple names of the types it was declared to come from. */
  private record Origins(String name, List<String> origins) {}

  /** {@code processor}, with a filer that notes each file and its origins. */
  private static Processor recording(Processor processor, List<Origins> created) {
    return proxy(
        Processor.class,
        processor,
        (method, arguments) -> {
          if (method.getName().equals("init")) {
            return new Object[] {recording((ProcessingEnvironment) arguments[0], created)};
          }
          return arguments;
        });
  }

  private static ProcessingEnvironment recording(
      ProcessingEnvironment environment, List<Origins> created) {
    Filer filer =
        proxy(
            Filer.class,
            environment.getFiler(),
            (method, arguments) -> {
              if (method.getName().startsWith("create")) {
                created.add(origins(arguments));
              }
              return arguments;
            });
    return (ProcessingEnvironment) Proxy.newProxyInstance(
        IncrementalTest.class.getClassLoader(),
        new Class<?>[] {ProcessingEnvironment.class},
        (_, method, arguments) -> method.getName().equals("getFiler")
            ? filer
            : method.invoke(environment, arguments));
  }

  /** Of {@code createX(…, name, Element... origins)}. */
  private static Origins origins(Object[] arguments) {
    List<String> origins = new ArrayList<>();
    for (Element origin : (Element[]) arguments[arguments.length - 1]) {
      Element type = origin;
      while (!(type instanceof TypeElement) || type.getEnclosingElement() instanceof TypeElement) {
        type = type.getEnclosingElement();
      }
      origins.add(type.getSimpleName().toString());
    }
    return new Origins(arguments[arguments.length - 2].toString(), origins);
  }

  /** Looks at the arguments of a call before they are passed on, and may replace them. */
  private interface Arguments {
    Object[] of(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, T target, Arguments passed) {
    return type.cast(
        Proxy.newProxyInstance(
            IncrementalTest.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return method.invoke(target, passed.of(method, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

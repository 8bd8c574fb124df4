package dev.throughline.processor.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** One run of javac over sources given as text, into a folder of its own. */
public final class Compilation {
  private final List<JavaFileObject> sources = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private Processor[] processors = {};
  private UnaryOperator<JavaFileManager> wrapping = UnaryOperator.identity();

  /**
   * What came out.
   *
   * @param log what javac printed besides its diagnostics: where it failed itself
   */
  public record Result(
      boolean success,
      List<Diagnostic<? extends JavaFileObject>> diagnostics,
      String log,
      Path classes) {
    /** The messages that start with an id in brackets, in order. */
    public List<Diagnostic<? extends JavaFileObject>> ours() {
      return diagnostics.stream().filter(d -> text(d).startsWith("[")).toList();
    }

    /** The messages of {@code kind}. */
    public List<String> messages(Diagnostic.Kind kind) {
      return diagnostics.stream().filter(d -> d.getKind() == kind).map(Result::text).toList();
    }

    /** The message without position, as the processor wrote it. */
    public static String text(Diagnostic<?> diagnostic) {
      return diagnostic.getMessage(Locale.ROOT);
    }

    /** A file among the class output. */
    public String read(String name) {
      try {
        return Files.readString(classes.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return String.join("\n", diagnostics.stream().map(Object::toString).toList()) + log;
    }
  }

  /** The class path of the tests, modules off. */
  public Compilation source(String fileName, String text) {
    sources.add(
        new SimpleJavaFileObject(URI.create("mem:///" + fileName), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        });
    return this;
  }

  /** A file of the test resources. */
  public Compilation resource(String path) {
    try (var in = Compilation.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no test resource " + path);
      }
      return source(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders of classes compiled before. */
  public Compilation with(Path classes) {
    classPath.add(classes);
    return this;
  }

  public Compilation options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  public Compilation processors(Processor... more) {
    processors = more;
    return this;
  }

  /** Puts a file manager of the test's own before javac's. */
  public Compilation files(UnaryOperator<JavaFileManager> wrap) {
    wrapping = wrap;
    return this;
  }

  /** Runs javac. */
  public Result run() {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      Path out = Files.createTempDirectory("throughline");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(out)));
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(out));
      List<Path> path = new ArrayList<>(classPath);
      Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
          .map(Path::of)
          .forEach(path::add);
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
      List<String> all = new ArrayList<>(options);
      all.add("-Xlint:-options");
      if (processors.length == 0) {
        all.add("-proc:none");
      }
      StringWriter log = new StringWriter();
      JavaCompiler.CompilationTask task =
          javac.getTask(log, wrapping.apply(files), diagnostics, all, null, sources);
      task.setProcessors(List.of(processors));
      boolean success = task.call();
      return new Result(success, diagnostics.getDiagnostics(), log.toString(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.throughline.processor.emit.java;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Printed kernels, compiled in memory and loaded. */
final class CompiledKernels {
  private final Class<?> type;

  private CompiledKernels(Class<?> type) {
    this.type = type;
  }

  /** Compiles {@code methods}, of which those of equal name must be equal, into one class. */
  static CompiledKernels of(JavaDialect dialect, List<JavaMethod> methods) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (JavaMethod method : methods) {
      String earlier = texts.put(method.name(), method.text());
      if (earlier != null && !earlier.equals(method.text())) {
        throw new IllegalStateException("two methods are called " + method.name());
      }
    }
    String name = dialect == JavaDialect.VECTOR ? "VectorKernels" : "ScalarKernels";
    String head =
        switch (dialect) {
          case VECTOR ->
              """
                  import java.util.Arrays;
                  import jdk.incubator.vector.*;
                  import dev.throughline.runtime.kernel.FloatMath;
                  import dev.throughline.runtime.kernel.VectorMath;
                  final class VectorKernels {
                    private static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
                    private static final int LANES = SPECIES.length();
                    private static final boolean FEW_REGISTERS = LANES == 8;
                  """;
          case SCALAR ->
              """
                  import java.util.Arrays;
                  import dev.throughline.runtime.kernel.FloatMath;
                  final class ScalarKernels {
                  """;
        };
    return new CompiledKernels(load(name, head + String.join("\n", texts.values()) + "}\n"));
  }

  /** Calls the static method {@code name}. */
  void call(String name, Object... arguments) {
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    try {
      method.invoke(null, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " failed", e.getCause());
    }
  }

  private static Class<?> load(String name, String source) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    var classes = new LinkedHashMap<String, byte[]>();
    JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(problems, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
              @Override
              public OutputStream openOutputStream() {
                return new ByteArrayOutputStream() {
                  @Override
                  public void close() {
                    classes.put(className, toByteArray());
                  }
                };
              }
            };
          }
        };
    var unit =
        new SimpleJavaFileObject(
            URI.create("memory:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var options = List.of("--add-modules", "jdk.incubator.vector", "-proc:none");
    if (!compiler.getTask(null, files, problems, options, null, List.of(unit)).call()) {
      throw new IllegalStateException(problems.getDiagnostics() + "\n" + source);
    }
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var loader =
        new ClassLoader(MethodHandles.lookup().lookupClass().getClassLoader()) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            byte[] bytes = classes.get(wanted);
            if (bytes == null) {
              throw new ClassNotFoundException(wanted);
            }
            return defineClass(wanted, bytes, 0, bytes.length);
          }
        };
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

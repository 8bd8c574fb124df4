package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.SourceFile;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the class that holds a network's kernels in one dialect; the methods are the printers' own text. */
public final class KernelsWriter {
  /** Types that printed methods may mention; those of java.lang too, for the user's package may have the same. */
  private static final List<String> IMPORTABLE =
      List.of(
          "dev.throughline.runtime.device.cpu.WarmUp",
          "dev.throughline.runtime.kernel.FloatMath",
          "dev.throughline.runtime.kernel.RandomLanes",
          "dev.throughline.runtime.kernel.RandomMask",
          "dev.throughline.runtime.kernel.VectorMath",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Math",
          "java.lang.SuppressWarnings",
          "java.util.Arrays",
          "javax.annotation.processing.Generated",
          "jdk.incubator.vector.FloatVector",
          "jdk.incubator.vector.VectorMask",
          "jdk.incubator.vector.VectorOperators",
          "jdk.incubator.vector.VectorSpecies");

  private static final String LETTERS =
      """
           * <p>n batch · c input channel · h, w input row and column · k output channel · r, s filter row and
           * column · p, q output row and column · m row of a matrix · d… gradient of the loss. Images are stored
           * [n][h][w][c]. A name without index means each of its elements; an index outside a tensor adds nothing.
          """;

  private static final String SPECIES =
      """
            /** As many lanes as this machine has, 16 at most. */
            private static final VectorSpecies<Float> SPECIES =
                FloatVector.SPECIES_PREFERRED.length() > 16
                    ? FloatVector.SPECIES_512
                    : FloatVector.SPECIES_PREFERRED;

            private static final int LANES = SPECIES.length();

            /** AVX2 has 16 vector registers, of 8 lanes: tiles of fewer sums, which give the same bits. */
            private static final boolean FEW_REGISTERS = LANES == 8;

          """;

  /** Text whose words mean something of their own in every printed method. */
  static final List<String> WORDS =
      Stream.concat(IMPORTABLE.stream(), Stream.of(SPECIES, "Float Integer Math System")).toList();

  private final Generated generated;
  private final JavaDialect dialect;

  /** Writes what belongs to {@code generated}. */
  public KernelsWriter(Generated generated, JavaDialect dialect) {
    this.generated = generated;
    this.dialect = dialect;
  }

  /** {@code ResNet20Kernels} or {@code ResNet20VectorKernels}. */
  public static ClassName className(NetworkModel model, JavaDialect dialect) {
    String base = model.baseName();
    return ClassName.get(
        model.packageName(),
        base + (dialect == JavaDialect.VECTOR ? "VectorKernels" : "Kernels"));
  }

  /** The whole source file. */
  public SourceFile write(List<KernelText> kernels) {
    String methods = methods(kernels);
    ClassName name = className(generated.model(), dialect);
    StringBuilder file = new StringBuilder("// %s\n".formatted(generated.comment()));
    if (!name.packageName().isEmpty()) {
      file.append("package ").append(name.packageName()).append(";\n\n");
    }
    String fields = dialect == JavaDialect.VECTOR ? SPECIES : "";
    StringBuilder marks = new StringBuilder();
    generated.marks().forEach(mark -> marks.append(simple(mark.toString())).append('\n'));
    imports(marks + fields + methods)
        .forEach(type -> file.append("import ").append(type).append(";\n"));
    file.append("\n/**\n * ").append(purpose()).append("\n *\n").append(LETTERS).append(" */\n");
    file.append(marks).append("final class ").append(name.simpleName()).append(" {\n")
        .append(fields);
    file.append("  private ").append(name.simpleName()).append("() {}\n\n");
    file.append(methods).append("}\n");
    return new SourceFile(name.canonicalName(), file.toString());
  }

  /** Each method once: tiles are shared between kernels. */
  private String methods(List<KernelText> kernels) {
    Map<String, String> methods = new LinkedHashMap<>();
    for (KernelText kernel : kernels) {
      kernel.in(dialect).forEach(method -> add(method, methods));
    }
    if (dialect == JavaDialect.VECTOR) {
      add(
          TilePrinter.warmUp(tiles(kernels, Registers.MANY), tiles(kernels, Registers.FEW)),
          methods);
    }
    return String.join("\n", methods.values());
  }

  private static List<Tile> tiles(List<KernelText> kernels, Registers registers) {
    return kernels.stream().flatMap(k -> k.tiles(registers).stream()).distinct().toList();
  }

  private static void add(JavaMethod method, Map<String, String> methods) {
    String known = methods.putIfAbsent(method.name(), method.text());
    if (known != null && !known.equals(method.text())) {
      throw new IllegalStateException("two methods are called " + method.name());
    }
  }

  /** {@code text} with the types to import by their simple names. */
  private static String simple(String text) {
    String result = text;
    for (String type : IMPORTABLE) {
      result = result.replace(type, type.substring(type.lastIndexOf('.') + 1));
    }
    return result;
  }

  private static List<String> imports(String text) {
    List<String> imports = new ArrayList<>();
    for (String type : IMPORTABLE) {
      String simple = type.substring(type.lastIndexOf('.') + 1);
      if (Pattern.compile("\\b%s[.<> (]".formatted(simple)).matcher(text).find()) {
        imports.add(type);
      }
    }
    return imports;
  }

  private String purpose() {
    String network = generated.model().nameInPackage();
    return switch (dialect) {
      case SCALAR ->
          """
              The kernels of {@link %s} as plain loops: their definition, and what runs until the vector form is
               * warm or where {@code jdk.incubator.vector} is absent."""
              .formatted(network);
      case VECTOR ->
          """
              The kernels of {@link %s} with the Vector API, each doing the operations of its plain twin in the
               * same order on each element, so that both give the same bits."""
              .formatted(network);
    };
  }
}

package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.kernel.Epilogue.Kind;
import dev.throughline.processor.schedule.Panels;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the method that moves finished sums from scratch to their place and applies the epilogue, row
 * by row, while they are in the first-level cache.
 *
 * <p>The result may share its memory with an element-wise input: each element is read before it is written.
 */
final class EpiloguePrinter {
  /** What is added to the name of an input for where it starts. */
  static final String START = "At";

  /** What is added to the name of an input for a vector of it. */
  static final String LANES = "s";

  private final String kernel;
  private final String result;
  private final Panels panels;
  private final Epilogue epilogue;

  /** For the sums of {@code kernel}, which are called {@code result}. */
  EpiloguePrinter(String kernel, String result, Panels panels, Epilogue epilogue) {
    this.kernel = kernel;
    this.result = result;
    this.panels = panels;
    this.epilogue = epilogue;
  }

  /** Whether sums pass through scratch: they need work, or they stand wider than they are stored. */
  boolean isNeeded() {
    return !epilogue.isNone() || panels.ragged();
  }

  String name() {
    return kernel + "Finish";
  }

  /** The epilogue in words of the kernel's comment. */
  String formula() {
    return Formula.of(epilogue.value(), names(result, ""));
  }

  private List<String> names(String sum, String elementSuffix) {
    List<String> names = new ArrayList<>();
    names.add(sum);
    for (Epilogue.Input input : epilogue.inputs()) {
      names.add(input.name() + (input.kind() == Kind.CHANNEL ? elementSuffix : ""));
    }
    return names;
  }

  /** {@code float[] bias, int biasAt} for each input. */
  List<String> parameters() {
    List<String> parameters = new ArrayList<>();
    for (Epilogue.Input input : epilogue.inputs()) {
      parameters.add("float[] " + input.name());
      parameters.add("int " + input.name() + START);
    }
    return parameters;
  }

  /** What a kernel passes on for each input. */
  List<String> arguments() {
    return arguments("");
  }

  /**
   * The same for sums that do not begin with the first channel.
   *
   * @param channel added to where vectors along the channels start
   */
  List<String> arguments(String channel) {
    List<String> arguments = new ArrayList<>();
    for (Epilogue.Input input : epilogue.inputs()) {
      arguments.add(input.name());
      arguments.add(input.name() + START + (input.kind() == Kind.CHANNEL ? channel : ""));
    }
    return arguments;
  }

  JavaMethod print(JavaDialect dialect) {
    SourceText text = new SourceText();
    text.comment(
        List.of(
            epilogue.isNone()
                ? "Stores finished sums without the zeros that fill their last panel."
                : "%s = %s, from finished sums.".formatted(result, formula())));
    List<String> parameters = new ArrayList<>(List.of("float[] sum", "int sumAt"));
    parameters.addAll(List.of("float[] " + result, "int " + result + "At"));
    parameters.addAll(parameters());
    parameters.addAll(List.of("int at", "int pixel", "int pixels"));
    text.openMethod("private static void " + name(), parameters);
    text.line("final int K = %d;", panels.channels());
    text.open("for (int q = 0; q < pixels; q++) {");
    if (epilogue.isNone()) {
      text.line("System.arraycopy(sum, sumAt, %s, %sAt + at, K);", result, result);
    } else {
      switch (dialect) {
        case SCALAR -> scalar(text);
        case VECTOR -> vector(text);
      }
    }
    text.line("sumAt += %d;", panels.padded());
    text.line("at += pixel;");
    text.close().close();
    return new JavaMethod(name(), text.toString());
  }

  private void scalar(SourceText text) {
    List<String> operands = new ArrayList<>();
    operands.add("sum[sumAt + k]");
    for (Epilogue.Input input : epilogue.inputs()) {
      operands.add("%s[%s]".formatted(input.name(), index(input)));
    }
    String value =
        JavaDialect.SCALAR.spelling().value(epilogue.value(), operands);
    text.open("for (int k = 0; k < K; k++) {");
    text.line("%s[%sAt + at + k] = %s;", result, result, value);
    text.close();
  }

  private void vector(SourceText text) {
    String mask = panels.channels() % Panels.LANES == 0 ? "" : ", lanes";
    text.open("for (int k = 0; k < K; k += LANES) {");
    if (!mask.isEmpty()) {
      text.line("VectorMask<Float> lanes = SPECIES.indexInRange(k, K);");
    }
    List<String> operands = new ArrayList<>();
    text.line("FloatVector sums = FloatVector.fromArray(SPECIES, sum, sumAt + k);");
    operands.add("sums");
    for (Epilogue.Input input : epilogue.inputs()) {
      String local = input.name() + LANES;
      text.line("FloatVector %s = FloatVector.fromArray(SPECIES, %s, %s%s);",
          local, input.name(), index(input), mask);
      operands.add(local);
    }
    String value =
        JavaDialect.VECTOR.spelling().value(epilogue.value(), operands);
    text.line("%s.intoArray(%s, %sAt + at + k%s);", value, result, result, mask);
    text.close();
  }

  private static String index(Epilogue.Input input) {
    return switch (input.kind()) {
      case CHANNEL -> input.name() + START + " + k";
      case ELEMENT -> input.name() + START + " + at + k";
    };
  }
}

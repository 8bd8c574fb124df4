package dev.throughline.processor.emit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import dev.throughline.processor.testing.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever inputs, targets and loops are called, the generated code compiles. */
class NamesTest {
  /** Inputs of a network, of which each goes into a map with the ones before it. */
  private static final int INPUTS = 12;

  private static final String MEMBERS =
      """
          @BatchNorm(activation = RELU) Layer norm();
          %s
          @LayerNorm Layer rows();
          @From("%s") @LayerNorm Layer own();
          @Dropout(rate = 0.5) Layer drop();
          @Linear(units = 3) Layer product();
          @Add(from = "%s", activation = SIGMOID) Layer last();
          @MeanSquaredError(target = "%s") Loss loss();
          """;

  private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_]\\w*");

  private static Result compile(Compilation sources) {
    return sources
        .options("--add-modules", "jdk.incubator.vector")
        .processors(new NetworkProcessor())
        .run();
  }

  private static String network(String name, List<String> inputs, String target) {
    StringBuilder adds = new StringBuilder();
    List<String> declared = new ArrayList<>();
    for (String input : inputs) {
      adds.append("@Add(from = \"%s\") Layer m%d();%n".formatted(input, declared.size()));
      declared.add("@Input(name = \"%s\", features = 3)".formatted(input));
    }
    String members = MEMBERS.formatted(adds, inputs.getLast(), inputs.get(1), target);
    return Networks.source(
        "@Network(input = {%s})%ninterface %s {%n%s}%n"
            .formatted(String.join(", ", declared), name, members));
  }

  @Test
  void everyWordOfTheGeneratedCodeMayNameAnInputAndATarget() {
    Result plain =
        compile(
            new Compilation()
                .source("Net.java", network("Net", List.of("first", "second"), "third")));
    assertTrue(plain.success(), plain::toString);
    TreeSet<String> words = new TreeSet<>(List.of("class", "yield", "var", "record", "größe"));
    for (String file : List.of("NetNetwork", "NetCpuProgram", "NetKernels", "NetVectorKernels")) {
      WORD.matcher(plain.read(file + ".java")).results().forEach(w -> words.add(w.group()));
    }
    List<String> names = new ArrayList<>(words);
    names.removeIf(word -> !SourceVersion.isIdentifier(word) || MEMBERS.contains(word + "()"));
    Compilation all = new Compilation();
    for (int i = 0; i < names.size(); i += INPUTS) {
      List<String> some = names.subList(i, Math.min(i + INPUTS, names.size()));
      if (some.size() > 1) {
        all.source("Net" + i + ".java", network("Net" + i, some, some.getFirst() + "_"));
        all.source("Target" + i + ".java",
            network("Target" + i, List.of("x_", "y_"), some.getLast()));
      }
    }
    Result result = compile(all);
    assertTrue(result.success(), result::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@MaxPool(size = 3, stride = 1, padding = 1)",
        "@MaxPool(size = 2, stride = 3, ceilMode = true)",
        "@AveragePool(size = 3, stride = 2, padding = 1, ceilMode = true)",
        "@AveragePool(size = {3, 1}, stride = 1, padding = {1, 0})",
        "@AdaptiveAveragePool(height = 3, width = 1)",
        "@LocalResponseNorm(size = 3)",
        "@DepthwiseConv(kernel = 1)",
        "@GroupNorm(groups = 1)",
        "@BatchNorm",
        "@LayerNorm",
      })
  void whatCollapsedLoopsDeclareIsDeclaredOnce(String layer) {
    Compilation sources = new Compilation();
    for (int columns : new int[] {8, 3}) {
      String name = "Net" + columns;
      String members =
          """
              %s Layer y();
              @Flatten Layer vector();
              @Linear(units = 2) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
              """
              .formatted(layer);
      sources.source(name + ".java", Networks.source(name, 1, 3, columns, members, ""));
    }
    Result result = compile(sources);
    assertTrue(result.success(), result::toString);
  }
}
